// Adds a button to each command. Without this, commands are selected and copied by hand.
"use strict";
for (const list of document.querySelectorAll("[data-copy]")) {
  for (const code of list.querySelectorAll("code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = list.dataset.copy;
    button.setAttribute("aria-label", `${list.dataset.copy}: ${code.textContent}`);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
      } catch {
        // Without HTTPS there is no clipboard: the command is selected instead.
        getSelection().selectAllChildren(code);
        return;
      }
      button.textContent = list.dataset.copied;
      setTimeout(() => { button.textContent = list.dataset.copy; }, 2000);
    });
    code.after(" ", button);
  }
}
