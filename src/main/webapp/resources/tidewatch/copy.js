/**
 * Copy buttons: `<button data-copy="ID" hidden>` copies the text of every `code` in #ID. They are
 * hidden until here, since without a script they could not do it.
 *
 * @param {(sentence: string) => void} say tells who does not see the button change
 */
export function enableCopyButtons(say) {
  for (const button of document.querySelectorAll('button[data-copy]')) {
    const label = button.querySelector('.label');
    let back = 0;
    button.hidden = false;
    button.addEventListener('click', async () => {
      const source = document.getElementById(button.dataset.copy);
      const done = await copy([...source.querySelectorAll('code')].map((code) => code.textContent).join('\n'), source);
      label.textContent = done ? 'Copied' : 'Selected';
      say(`${label.textContent}.`);
      clearTimeout(back);
      back = setTimeout(() => {
        label.textContent = 'Copy';
      }, 2_000);
    });
  }
}

async function copy(text, source) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Over plain http (except on localhost) there is no clipboard: select it for the reader.
    getSelection().selectAllChildren(source);
    return document.execCommand('copy');
  }
}
