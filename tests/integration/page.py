"""Doing in a page what an annotator does: mark words with the mouse."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parent.parent))

from browser import browser

__all__ = ["browser", "mark"]

# The rectangles of the last `words` in the page's visible text: where they begin, where they end.
_FIND = """
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
let found = null;
while (walker.nextNode()) {
  const node = walker.currentNode, at = node.data.indexOf(arguments[0]);
  if (at < 0 || !node.parentElement.closest(arguments[1])) continue;
  const range = document.createRange();
  range.setStart(node, at); range.setEnd(node, at + arguments[0].length);
  node.parentElement.scrollIntoView({block: 'center'});
  const box = range.getBoundingClientRect();
  if (box.width) found = [box.left, box.right, (box.top + box.bottom) / 2];
}
return found;
"""


def mark(driver: Any, words: str, within: str) -> None:
    """Drag the mouse over words within the elements that a CSS selector names."""
    from selenium.webdriver.common.actions.action_builder import ActionBuilder

    box = driver.execute_script(_FIND, words, within)
    assert box, f"the page does not show {words!r}"
    left, right, middle = box
    actions = ActionBuilder(driver, duration=50)
    mouse = actions.pointer_action
    mouse.move_to_location(round(left) + 1, round(middle))
    mouse.pointer_down()
    mouse.move_to_location(round((left + right) / 2), round(middle))
    mouse.move_to_location(round(right), round(middle))
    mouse.pointer_up()
    actions.perform()
