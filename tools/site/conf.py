"""Sphinx's settings for the site: `python -m tools.site`. Our own code is in the files beside this one."""

import undergrad

project = "undergrad"
author = "the authors of undergrad"
project_copyright = "the authors of undergrad, MIT licence"
release = undergrad.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.mathjax",
    "sphinx_copybutton",
    "tools.site.extension",
]
exclude_patterns = ["results/*/*.md", "results/*.md"]

# Markdown
myst_enable_extensions = ["amsmath", "colon_fence", "dollarmath"]
myst_heading_anchors = 3
smartquotes = False  # a quotation mark may be code
highlight_language = "none"  # a block without a language is not code: a table, a tree, the output of a command

# The Python names
autodoc_member_order = "bysource"
autodoc_inherit_docstrings = False
python_maximum_signature_line_length = 88
python_use_unqualified_type_names = True
add_module_names = False
toc_object_entries_show_parents = "hide"

# Mathematics, typeset by the browser. An unknown command of TeX is an error that a test finds, not a red word.
mathjax_path = "mathjax/tex-svg.js"
mathjax3_config = {
    "options": {"enableMenu": False},
    "tex": {"packages": {"[-]": ["autoload", "require", "noerrors", "noundefined"]}},
}

# The pages
html_theme = "pydata_sphinx_theme"
html_title = "undergrad"
html_static_path = ["static"]
html_css_files = ["undergrad.css", "hangul.css"]  # the latter is written when all pages are
html_js_files = ["undergrad.js"]
html_context = {"default_mode": "auto"}
html_show_search_summary = False  # a browser may not read files of a disk by itself
html_copy_source = False
html_use_index = False  # the search finds names, and the reference has them in their order
html_show_sourcelink = False
html_search_language = "en-ko"
html_theme_options = {
    "header_links_before_dropdown": 7,
    "navbar_align": "left",
    "navigation_with_keys": False,
    "secondary_sidebar_items": ["page-toc"],
    "show_toc_level": 2,
    "footer_start": ["copyright"],
    "footer_end": [],
}
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
