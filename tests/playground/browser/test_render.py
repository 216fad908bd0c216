"""The page's renderers, each case in the browser itself."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import expect

RENDER = """async ([text, kind]) => {
  const m = await import('/web/js/mrkdwn.js');
  const d = await import('/web/js/markdown.js');
  const names = {userName: (id) => id.toLowerCase(), channelName: (id) => id.toLowerCase(),
    openChannel() {}, openUser() {}, openLink: () => false, now: () => 1700000000, me: 'U1'};
  const box = document.createElement('div');
  const nodes = kind === 'markdown' ? d.markdown(text, names) : m.mrkdwn(text, names);
  box.append(...nodes);
  box.querySelectorAll('*').forEach((n) => [...n.attributes].forEach((a) => {
    if (!['href', 'start'].includes(a.name)) n.removeAttribute(a.name);
  }));
  return box.innerHTML;
}"""

MRKDWN = [
    ("*b* _i_ ~s~ `c`", "<strong>b</strong> <em>i</em> <s>s</s> <code>c</code>"),
    ("*_both_*", "<strong><em>both</em></strong>"),
    ("2 * 3 * 4 and a_b_c", "2 * 3 * 4 and a_b_c"),
    ("`*not bold*`", "<code>*not bold*</code>"),
    ("a &lt;b&gt; &amp;amp;", "a &lt;b&gt; &amp;amp;"),
    ("<@U1> <@U2|x>", "<button>@u1</button> <button>@u2</button>"),
    ("<#C1> <#C2|two>", "<button>#c1</button> <button>#two</button>"),
    ("<!channel> <!here>", "<span>@channel</span> <span>@here</span>"),
    ("<https://e.org/?a=1&amp;b|Label>", '<a href="https://e.org/?a=1&amp;b">Label</a>'),
    ("<javascript:alert(1)|x>", "<span>x</span>"),
    ("see https://e.org/x.", 'see <a href="https://e.org/x">https://e.org/x</a>.'),
    ("&gt; one\n&gt; two\nafter", "<blockquote>one<br>two</blockquote>after"),
    ("&gt;&gt;&gt; all\nof it", "<blockquote>all<br>of it</blockquote>"),
    ("• a\n• b", "<ul><li>a</li><li>b</li></ul>"),
    ("3. c\n4. d", '<ol start="3"><li>c</li><li>d</li></ol>'),
    ("a\n```\nx *y*\n```\nb", "a<pre><code>x *y*</code></pre>b"),
    ("an ``` open fence", "an ``` open fence"),
    ("<!date^1700000000^{date_num}|old>", "<time>2023-11-15</time>"),
    (":nosuchemoji: 10:30:20", ":nosuchemoji: 10:30:20"),
    ("<img src=x onerror=alert(1)>", "<span>img src=x onerror=alert(1)</span>"),
]
MARKDOWN = [
    ("# T\n\n**b** *i* `c`", "<p>T</p><p><strong>b</strong> <em>i</em> <code>c</code></p>"),
    ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
    ("[l](https://e.org)", '<p><a href="https://e.org">l</a></p>'),
    ("[l](javascript:alert(1))", "<p><span>l</span>)</p>"),
    ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
    ("> q", "<blockquote>q</blockquote>"),
]


@pytest.mark.parametrize("kind", ["mrkdwn", "markdown"])
async def test_text_becomes_nodes(scene: Any, kind: str) -> None:
    page = await scene.page(channel=None)
    wrong = []
    for text, wanted in MRKDWN if kind == "mrkdwn" else MARKDOWN:
        got = await page.evaluate(RENDER, [text, kind])
        if not (got == wanted or (wanted.startswith("<span>img") and "<img" not in got)):
            wrong.append((text, got, wanted))
    assert wrong == []


async def test_permalink_opens_the_thread(scene: Any, say: Any) -> None:
    page = await scene.page()
    await say(page, "A parent to come back to")
    row = page.locator("main .msg").last
    await row.hover()
    await row.locator('[data-tool="thread"]').click()
    await page.fill('[data-composer="thread"]', "A child")
    await page.press('[data-composer="thread"]', "Enter")
    child = page.locator(".thread .msg").last
    await expect(child).to_contain_text("A child")
    link = await child.locator("a.msg-time").get_attribute("href")
    assert link
    await page.goto(f"{scene.ground.url}/archives/{link.split('/archives/')[1]}&as=mari")
    await expect(page.locator(".thread .msg").last).to_contain_text("A child")
    await expect(page.locator("main .msg").last).to_contain_text("come back to")


async def test_search_jumps_to_the_message(scene: Any, say: Any) -> None:
    page = await scene.page()
    await say(page, "The wandering badger")
    await page.click('[data-name="general"]')
    await page.click('[data-tool="search"]')
    await page.get_by_label("Words to search for").fill("badger")
    await page.locator(".results button").first.click()
    await expect(page.locator("main h2")).to_contain_text("shop-floor")
    await expect(page.locator("main .msg").last).to_contain_text("badger")


async def test_page_needs_no_inline_code_and_nothing_from_outside(scene: Any, say: Any) -> None:
    """Its policy refuses both, and would complain on the console."""
    page = await scene.page(channel=None)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.reload()
    await page.click('[data-name="shop-floor"]')
    await say(page, "/tiny hello")
    await expect(page.locator(".msg.ephemeral")).to_be_visible()
    await page.click('[data-tool="workbench"]')
    await expect(page.locator("#workbench .card").first).to_be_visible()
    policy = page.locator('meta[http-equiv="Content-Security-Policy"]')
    await expect(policy).to_have_attribute("content", re.compile("script-src 'self';"))
    assert [url for url in asked if not url.startswith(scene.ground.url)] == []
