"""Debian's Firefox, driven by Mozilla's marionette-driver: playwright cannot drive it."""

from __future__ import annotations

import contextlib
import re
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WATCH = """
window.pkFaults = [];
Services.console.registerListener({ observe(entry) {
  let e;
  try { e = entry.QueryInterface(Ci.nsIScriptError); } catch { return; }
  const ours = /^(http:..127|file:)/.test(e.sourceName) || /CSP|CORS/.test(e.category);
  const warns = e.flags & Ci.nsIScriptError.warningFlag;
  if (ours && (!warns || /CSP/.test(e.category))) window.pkFaults.push(e.errorMessage);
}});
Services.obs.addObserver(request => {
  const channel = request.QueryInterface(Ci.nsIChannel), to = channel.URI;
  if (channel.loadInfo.triggeringPrincipal.isContentPrincipal && to.host !== "127.0.0.1")
    window.pkFaults.push("request to another host: " + to.spec);
}, "http-on-modify-request");
"""
"""Runs in Firefox itself: errors, breaches of the policy, and where pages send requests."""


LOGGED = re.compile(r"console\.error: (?!\w+: )")
"""What a page logs; Firefox's own modules put their name before what they log."""
CUT_OFF = re.compile(r"zeichen\.svg.+ServiceWorker intercepted")
"""The icon of a tab was still loading when the next address was opened: no fault of the page."""
STARTS = 60.0
"""Seconds that it may take to start."""
SETTINGS = """user_pref("marionette.port", 0);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("devtools.console.stdout.content", true);
"""
"""Port 0: any free one, which it writes into its profile. What pages log goes to its output."""


class Firefox:
    """A Firefox with one tab; see ``walk.Engine``."""

    def __init__(self, port: int, said: Path) -> None:
        self._said, self._read = said, 0
        from marionette_driver.marionette import Marionette

        self._driver: Any = Marionette(host="127.0.0.1", port=port)
        self._driver.start_session()
        with self._driver.using_context("chrome"):
            self._driver.execute_script(WATCH, sandbox=None)

    def go(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        self._driver.navigate(address)

    def ask(self, script: str) -> Any:
        """What a script in the page returns."""
        return self._driver.execute_script(script, sandbox=None)

    def size(self, width: int, height: int) -> None:
        """Set the window's outer size."""
        self._driver.set_window_rect(width=width, height=height)

    def faults(self) -> list[str]:
        """Errors, breaches of the policy and foreign requests since the last call."""
        with self._driver.using_context("chrome"):
            told = self._driver.execute_script("return pkFaults.splice(0)", sandbox=None)
        new = self._said.read_text("utf-8", "replace")[self._read :]
        self._read += len(new)
        logged = [line for line in new.splitlines() if LOGGED.match(line)]
        return [fault for fault in told if not CUT_OFF.search(fault)] + logged

    def quit(self) -> None:
        """End the session."""
        self._driver.delete_session()


@contextlib.contextmanager
def firefox() -> Iterator[Firefox]:
    """A Firefox of its own with a fresh profile, installed where there is none."""
    import _firefox

    path = _firefox.ensure()
    assert path is not None, "no Firefox, and none could be installed"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (Path(profile) / "user.js").write_text(SETTINGS, encoding="utf-8")
        command = [str(path), "--marionette", "--headless", "--no-remote", "--profile", profile]
        command.append("--remote-allow-system-access")  # to hear the browser's own console
        said = Path(profile) / "gesagt"
        with said.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as run:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # of the driver's older modules
                    browser = Firefox(_port(Path(profile) / "MarionetteActivePort"), said)
                yield browser
                browser.quit()
            finally:
                run.terminate()


def _port(told: Path) -> int:
    """The port that it listens on, as soon as it has written it."""
    end = time.monotonic() + STARTS
    while not (told.is_file() and told.read_text("utf-8").strip()):
        assert time.monotonic() < end, "Firefox does not start"
        time.sleep(0.05)
    return int(told.read_text("utf-8"))
