// Comforts only: everything works without this file.
"use strict";

const drop = document.querySelector("[data-drop]");
if (drop) {
  const file = drop.querySelector("input[type=file]");
  for (const kind of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) {
        file.files = event.dataTransfer.files;
      }
    });
  }
}

const lively = document.querySelector("[data-lively]");
if (lively) {
  setInterval(() => {
    // Whoever has gone to a link or button by keyboard is not thrown back to the beginning.
    if (!document.querySelector("a:focus, button:focus, .broad:focus")) {
      window.location.reload();
    }
  }, 2000);
}
