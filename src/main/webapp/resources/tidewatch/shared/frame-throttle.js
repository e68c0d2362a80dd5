/**
 * Gathers calls into at most one run a frame, and not more than one in 80 ms: the eye sees no more,
 * and at 200 changes a second it is a quarter of the layout work.
 *
 * @param {() => void} run
 * @returns {() => void} call it whenever there is something to do
 */
export function throttled(run) {
  const APART = 80;
  const HIDDEN = 250;
  let planned = false;
  let lastAt = -APART;

  function go() {
    planned = false;
    lastAt = performance.now();
    run();
  }

  return () => {
    if (planned) {
      return;
    }
    planned = true;
    if (document.hidden) {
      setTimeout(go, HIDDEN); // no frames are drawn for a hidden page
      return;
    }
    const wait = lastAt + APART - performance.now();
    // The page may be hidden before the frame comes: the timeout then does it.
    const frame = () => {
      const late = setTimeout(finish, HIDDEN);
      const request = requestAnimationFrame(finish);
      function finish() {
        clearTimeout(late);
        cancelAnimationFrame(request);
        go();
      }
    };
    wait > 0 ? setTimeout(frame, wait) : frame();
  };
}
