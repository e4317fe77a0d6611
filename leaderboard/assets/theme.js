// The chosen theme, before anything is painted.
"use strict";
try {
  const theme = localStorage.getItem("tribunal-theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's preference stands.
}
document.documentElement.classList.add("js");
