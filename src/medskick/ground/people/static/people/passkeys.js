// Passkeys: show a sentence when the browser could not read a key, and hide what it cannot do at all.
(function () {
  "use strict";
  document.addEventListener("allauth.error", function () {
    document.querySelectorAll("[data-passkey-trouble]").forEach(function (line) {
      line.hidden = false;
    });
  });
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-needs-passkeys]").forEach(function (part) {
      part.hidden = !window.PublicKeyCredential;
    });
  });
})();
