// The focal point on the picture: a click, a drag or the arrow keys move it, and each shape
// that pages cut shows at once what stays in view. The two numbers are what is saved.

const picture = document.querySelector("img.whole");
const [x, y] = ["id_focal_x", "id_focal_y"].map((id) => document.getElementById(id));
const SHAPES = [
  ["In lists", 3 / 2, "wide"],
  ["Small, in lists", 3 / 2, "small"],
];
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const within = (value) => Math.max(0, Math.min(100, Math.round(value)));

// The largest crop of that shape, as near the point as it fits: as the server cuts it.
function position(focus, part) {
  if (part >= 1) return 50;
  const start = Math.max(0, Math.min(1 - part, focus / 100 - part / 2));
  return (start / (1 - part)) * 100;
}

function cropped(label, name) {
  const figure = document.createElement("figure");
  figure.className = `crop crop-${name}`;
  const image = document.createElement("img");
  image.src = picture.currentSrc || picture.src;
  image.alt = "";
  const caption = document.createElement("figcaption");
  caption.textContent = label;
  figure.append(image, caption);
  return figure;
}

function place(image, ratio) {
  const [width, height] = ["width", "height"].map((name) => Number(picture.getAttribute(name)));
  const wide = Math.min(1, (height * ratio) / width);
  const high = Math.min(1, width / ratio / height);
  image.style.objectPosition = `${position(Number(x.value), wide)}% ${position(Number(y.value), high)}%`;
}

if (picture && x && y) {
  const frame = document.createElement("div");
  frame.className = "focus-frame";
  const mark = document.createElement("button");
  mark.type = "button";
  mark.className = "focus-mark";
  mark.setAttribute("aria-label", "Focal point: move it with the arrow keys");
  picture.replaceWith(frame);
  frame.append(picture, mark);
  const crops = document.createElement("div");
  crops.className = "crops";
  const shown = SHAPES.map(([label, ratio, name]) => [cropped(label, name), ratio]);
  crops.append(...shown.map(([figure]) => figure));
  document.querySelector(".part-focus").append(crops);

  const show = () => {
    mark.style.left = `${x.value}%`;
    mark.style.top = `${y.value}%`;
    mark.setAttribute("aria-description", `${x.value} per cent from the left, ${y.value} from the top`);
    for (const [figure, ratio] of shown) place(figure.querySelector("img"), ratio);
  };
  const put = (left, top) => {
    [x.value, y.value] = [within(left), within(top)];
    show();
  };
  const at = (event) => {
    const box = picture.getBoundingClientRect();
    put(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
  };
  frame.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    mark.focus();
    frame.setPointerCapture(event.pointerId);
    at(event);
  });
  frame.addEventListener("pointermove", (event) => {
    if (frame.hasPointerCapture(event.pointerId)) at(event);
  });
  mark.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    put(Number(x.value) + step[0] * far, Number(y.value) + step[1] * far);
  });
  for (const input of [x, y]) input.addEventListener("input", show);
  show();
}
