"""The ways in which text is taken from a file: program, mode, extension, how, and from what."""

from __future__ import annotations

from functools import partial

from tests.zoo import extractors as ex
from tests.zoo import node
from tests.zoo.extractors import Extract, pandoc, tool

Text = tuple[str, str, str, Extract, str]
GRID = "markdown-simple_tables-multiline_tables-pipe_tables"
SIMPLE = "markdown-multiline_tables-grid_tables-pipe_tables"
PIPE = "markdown-simple_tables-multiline_tables-grid_tables"
LYNX = ("lynx", "-dump", "-nolist", "-assume_charset=utf-8", "-display_charset=utf-8")
W3M = ("w3m", "-dump", "-I", "UTF-8", "-O", "UTF-8", "-T", "text/html")
ELINKS = ("elinks", "-dump", "-dump-charset", "utf-8", "-dump-width")

OF_PDF: list[Text] = [
    (
        "pdftotext",
        "",
        "txt",
        tool("pdftotext", "{}", "-"),
        (
            "chromium:ABG writer:A wkhtmltopdf:B reportlab:G reportlab_unruled:B chromium_narrow:A calc:B "
            "xhtml2pdf_unruled:B fpdf2_unruled:G"
        ),
    ),
    (
        "pdftotext",
        "layout",
        "txt",
        tool("pdftotext", "-layout", "{}", "-"),
        "chromium:ABG writer:B wkhtmltopdf:A reportlab:B chromium_tall_rows:B chromium_lines:A weasyprint:G",
    ),
    (
        "pdftotext",
        "raw",
        "txt",
        tool("pdftotext", "-raw", "{}", "-"),
        "chromium:ABG writer:A wkhtmltopdf:B chromium_small_page:A",
    ),
    (
        "pdftotext",
        "fixed",
        "txt",
        tool("pdftotext", "-fixed", "4", "{}", "-"),
        "chromium:A",
    ),
    ("pdftotext", "htmlmeta", "html", tool("pdftotext", "-htmlmeta", "{}", "-"), "chromium:B"),
    (
        "pdftohtml",
        "",
        "html",
        tool("pdftohtml", "-stdout", "-noframes", "-i", "{}"),
        "chromium:A fpdf2_unruled:AG",
    ),
    ("pdftohtml", "xml", "xml", tool("pdftohtml", "-stdout", "-xml", "-i", "{}"), "chromium:B"),
    (
        "pdfplumber",
        "",
        "txt",
        ex.pdfplumber_text,
        (
            "chromium:ABG writer:B wkhtmltopdf:A reportlab:A chromium_tall_rows:A chromium_narrow:B "
            "xhtml2pdf_unruled:B"
        ),
    ),
    (
        "pdfplumber",
        "layout",
        "txt",
        partial(ex.pdfplumber_text, layout=True),
        "chromium:BG writer:A wkhtmltopdf:B",
    ),
    (
        "pdfplumber",
        "tsv",
        "tsv",
        ex.pdfplumber_tsv,
        "chromium:AG writer:B chromium_small_page:A",
    ),
    (
        "pdfplumber",
        "markdown",
        "md",
        ex.pdfplumber_markdown,
        "chromium:BG writer:A chromium_narrow:A chromium_tall_rows:B",
    ),
    ("pdfplumber", "csv", "csv", ex.pdfplumber_csv, "chromium:A writer:G reportlab:A"),
    ("pypdf", "", "txt", ex.pypdf_text, "chromium:AG writer:B wkhtmltopdf:A reportlab:B"),
    (
        "pypdf",
        "layout",
        "txt",
        partial(ex.pypdf_text, mode="layout"),
        "chromium:BG writer:A wkhtmltopdf:B",
    ),
    (
        "pdfminer",
        "",
        "txt",
        ex.pdfminer_text,
        "chromium:AG writer:B wkhtmltopdf:A reportlab:B xhtml2pdf_unruled:B",
    ),
    ("pdfminer", "no flow", "txt", partial(ex.pdfminer_text, boxes_flow=None), "chromium:B"),
    ("pypdfium2", "", "txt", ex.pdfium_text, "chromium:AG writer:B chromium_two_columns:A"),
    ("pymupdf", "", "txt", ex.mupdf_text, "chromium:BG writer:A reportlab:B"),
    ("pymupdf", "sorted", "txt", partial(ex.mupdf_text, sort=True), "chromium:A writer:G"),
    ("pymupdf", "tables", "md", ex.mupdf_tables, "chromium:B writer:A"),
    ("pymupdf4llm", "", "md", ex.mupdf_llm, "chromium:BG writer:A reportlab:A"),
    ("markitdown", "", "md", ex.markitdown, "chromium:AG writer:B wkhtmltopdf:B"),
]
OF_PAGE: list[Text] = [
    *(
        ("pandoc", writer, extension, pandoc("html", writer), f"page:{reports}")
        for writer, extension, reports in (
            ("plain", "txt", "ABG"),
            ("markdown", "md", "AG"),
            ("gfm", "md", "BG"),
            ("rst", "rst", "AG"),
            ("org", "org", "B"),
            ("html5", "html", "A"),
            ("mediawiki", "txt", "BG"),
            ("tei", "xml", "AG"),
            ("docbook5", "xml", "B"),
            ("jats", "xml", "G"),
            ("asciidoc", "adoc", "A"),
            ("textile", "txt", "B"),
            ("dokuwiki", "txt", "A"),
            ("jira", "txt", "G"),
        )
    ),
    ("pandoc", "grid", "md", pandoc("html", GRID), "page:B"),
    ("pandoc", "simple", "md", pandoc("html", SIMPLE), "page:A"),
    ("pandoc", "pipe", "md", pandoc("html", PIPE), "page:B"),
    ("pandoc", "wide", "txt", pandoc("html", "plain", "--wrap=none", "--columns=200"), "page:A"),
    ("html2text", "", "md", ex.html2text_text, "page:AG"),
    ("html2text", "padded", "md", partial(ex.html2text_text, pad_tables=True), "page:B"),
    ("html2text", "unwrapped", "md", partial(ex.html2text_text, bodywidth=0), "page:B"),
    ("html2text", "bypass", "html", partial(ex.html2text_text, bypass_tables=True), "page:A"),
    ("html2text", "no tables", "md", partial(ex.html2text_text, ignore_tables=True), "page:B"),
    ("trafilatura", "txt", "txt", partial(ex.trafilatura, output="txt"), "page:ABG"),
    ("trafilatura", "markdown", "md", partial(ex.trafilatura, output="markdown"), "page:BG"),
    ("trafilatura", "xml", "xml", partial(ex.trafilatura, output="xml"), "page:A"),
    ("trafilatura", "html", "html", partial(ex.trafilatura, output="html"), "page:B"),
    ("beautifulsoup4", "glued", "txt", ex.soup_text, "page:AB"),
    (
        "beautifulsoup4",
        "lines",
        "txt",
        partial(ex.soup_text, between="\n", strip=True),
        "page:AG",
    ),
    ("beautifulsoup4", "spaces", "txt", partial(ex.soup_text, between=" ", strip=True), "page:BG"),
    ("beautifulsoup4", "bars", "txt", partial(ex.soup_text, between="|"), "page:A"),
    ("lxml", "text content", "txt", ex.lxml_text, "page:G"),
    ("html-text", "", "txt", ex.html_text, "page:AG"),
    ("inscriptis", "", "txt", ex.inscriptis, "page:BG"),
    ("resiliparse", "", "txt", ex.resiliparse, "page:AG"),
    (
        "resiliparse",
        "unformatted",
        "txt",
        partial(ex.resiliparse, preserve_formatting=False),
        "page:B",
    ),
    ("markdownify", "", "md", ex.markdownify, "page:BG"),
    ("html-to-text", "", "txt", node.html_to_text, "page:BG"),
    ("html-to-text", "tables", "txt", node.html_to_text_tables, "page:AG"),
    ("turndown", "", "md", node.turndown, "page:AG"),
    ("turndown", "gfm", "html", node.turndown_gfm, "page:G"),
    ("node-html-markdown", "", "md", node.node_html_markdown, "page:ABG"),
    ("justext", "", "txt", ex.justext, "page:A"),
    ("readability-lxml", "", "html", ex.readability, "page:B"),
    ("re", "tags away", "txt", ex.without_tags, "page:AG"),
    ("markitdown", "", "md", ex.markitdown, "page:AG"),
    ("w3m", "", "txt", tool(*W3M, "{}"), "page:AG"),
    ("w3m", "wide", "txt", tool(*W3M, "-cols", "200", "{}"), "page:B"),
    ("lynx", "", "txt", tool(*LYNX, "{}"), "page:ABG"),
    ("lynx", "wide", "txt", tool(*LYNX, "-width=200", "{}"), "page:A"),
    ("links", "", "txt", tool("links", "-codepage", "utf-8", "-dump", "{}"), "page:BG"),
    ("elinks", "", "txt", tool(*ELINKS, "120", "{}"), "page:A"),
    ("vilistextum", "", "txt", tool("vilistextum", "-u", "-y", "utf-8", "{}", "-"), "page:B"),
    *(
        (
            "pandas",
            how,
            {"markdown": "md", "csv": "csv", "html": "html"}.get(how.split("_")[0], "txt"),
            partial(ex.pandas_html, how=how),
            f"page:{reports}",
        )
        for how, reports in (
            ("markdown", "ABG"),
            ("markdown_bare", "B"),
            ("csv", "AG"),
            ("csv_indexed", "B"),
            ("html", "AG"),
            ("tsv_bare", "B"),
            ("string", "ABG"),
        )
    ),
]
OF_OFFICE: list[Text] = [
    ("docx2txt", "", "txt", ex.docx2txt_text, "python_docx:AG"),
    ("docx2txt", "perl", "txt", tool("docx2txt", "{}", "-"), "python_docx:B"),
    ("mammoth", "html", "html", partial(ex.mammoth, how="html"), "python_docx:AG"),
    ("mammoth", "markdown", "md", partial(ex.mammoth, how="markdown"), "python_docx:B"),
    ("python-docx", "tabs", "tsv", partial(ex.docx_cells, between="\t"), "python_docx:AG"),
    (
        "python-docx",
        "bars",
        "txt",
        partial(ex.docx_cells, between=" | ", joined=True),
        "python_docx:B",
    ),
    ("python-docx", "paragraphs", "txt", ex.docx_paragraphs, "python_docx:AG"),
    ("markitdown", "", "md", ex.markitdown, "python_docx:BG openpyxl:AG"),
    *(
        ("pandoc", writer, extension, pandoc("docx", writer), f"python_docx:{reports}")
        for writer, extension, reports in (
            ("plain", "txt", "AG"),
            ("markdown", "md", "B"),
            ("gfm", "md", "A"),
            ("rst", "rst", "B"),
            ("org", "org", "A"),
            ("html5", "html", "B"),
        )
    ),
    ("antiword", "", "txt", tool("antiword", "-m", "UTF-8.txt", "{}"), "writer_doc:A"),
    ("catdoc", "", "txt", tool("catdoc", "-d", "utf-8", "{}"), "writer_doc:BG"),
    ("odt2txt", "", "txt", tool("odt2txt", "{}"), "writer_odt:B"),
    ("pandoc", "plain", "txt", pandoc("odt", "plain"), "writer_odt:A"),
    ("unrtf", "text", "txt", tool("unrtf", "--text", "{}"), "writer_rtf:A"),
    ("unrtf", "html", "html", tool("unrtf", "--html", "{}"), "writer_rtf:B"),
    ("xlsx2csv", "", "csv", ex.xlsx_to_csv, "openpyxl:B"),
    ("xlsx2csv", "tabs", "tsv", partial(ex.xlsx_to_csv, delimiter="\t"), "openpyxl:G"),
    (
        "gnumeric",
        "csv",
        "csv",
        tool("ssconvert", "--export-type=Gnumeric_stf:stf_csv", "{}", "fd://1"),
        "openpyxl:A",
    ),
    ("xlsx", "dif", "dif", node.sheetjs_dif, "openpyxl:G"),
    *(
        ("pandas", how, extension, partial(ex.pandas_excel, how=how), f"openpyxl:{reports}")
        for how, extension, reports in (
            ("markdown", "md", "A"),
            ("csv", "csv", "BG"),
            ("string", "txt", "A"),
            ("tsv_bare", "tsv", "B"),
            ("html", "html", "G"),
        )
    ),
]
TEXTS: list[Text] = [*OF_PDF, *OF_PAGE, *OF_OFFICE]
