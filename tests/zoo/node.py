"""Libraries of Node.js that turn a page or a workbook into text; `NODE_PATH` says where they are."""

from __future__ import annotations

from typing import Final

from tests.zoo.extractors import Extract, run, tool

PACKAGES: Final = frozenset(["html-to-text", "turndown", "node-html-markdown", "xlsx"])
_PAGE: Final = (
    "const page = require('fs').readFileSync(process.argv[1], 'utf8'); process.stdout.write("
)


def _of_page(expression: str) -> Extract:
    return tool("node", "-e", f"{_PAGE}{expression})", "{}")


def version_of(package: str) -> str:
    return run(["node", "-p", f"require('{package}/package.json').version"]).strip()


html_to_text: Final = _of_page("require('html-to-text').convert(page)")
html_to_text_tables: Final = _of_page(
    "require('html-to-text').convert(page, {selectors: [{selector: 'table', format: 'dataTable'}]})"
)
turndown: Final = _of_page("new (require('turndown'))().turndown(page)")
turndown_gfm: Final = _of_page(
    "new (require('turndown'))().use(require('turndown-plugin-gfm').gfm).turndown(page)"
)
node_html_markdown: Final = _of_page(
    "require('node-html-markdown').NodeHtmlMarkdown.translate(page)"
)
sheetjs_dif: Final = tool(
    "node",
    "-e",
    "const x = require('xlsx'); const book = x.readFile(process.argv[1]);"
    "process.stdout.write(x.write(book, {type: 'string', bookType: 'dif'}))",
    "{}",
)
