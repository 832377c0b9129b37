// Makes an address from a title as the server does: a dash between two words parts them, where
// Django's own script would let them run into one.

const made = window.URLify;

window.URLify = (text, length, allowUnicode) =>
  made(text.replace(/[\u2010-\u2015]/g, "-"), length, allowUnicode);
