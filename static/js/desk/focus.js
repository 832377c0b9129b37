// A mark on the picture at its focal point; a click on the picture moves it there.

const picture = document.querySelector("img.whole");
const [x, y] = ["id_focal_x", "id_focal_y"].map((id) => document.getElementById(id));

if (picture && x && y) {
  const frame = document.createElement("span");
  frame.className = "focus-frame";
  const mark = document.createElement("span");
  mark.className = "focus-mark";
  picture.replaceWith(frame);
  frame.append(picture, mark);
  const show = () => {
    mark.style.left = `${x.value}%`;
    mark.style.top = `${y.value}%`;
  };
  frame.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    x.value = Math.round(((event.clientX - box.left) / box.width) * 100);
    y.value = Math.round(((event.clientY - box.top) / box.height) * 100);
    show();
  });
  for (const input of [x, y]) input.addEventListener("input", show);
  show();
}
