"""`ro-crate-metadata.json`: the data package in the form that archives of research data read."""

from __future__ import annotations

import json
from typing import Any, Final

CRATE: Final = "ro-crate-metadata.json"
_CONTEXT: Final = "https://w3id.org/ro/crate/1.1/context"
_PROFILE: Final = "https://w3id.org/ro/crate/1.1"
_SOFTWARE: Final = "#gikstudy"


def crate_text(package: str) -> str:
    """An RO-Crate 1.1 of the files that a data package lists.

    It has a licence and a date of publication only if the user states them (`licenses`, `created`),
    because nobody else can know them.

    Args:
        package: the text of `datapackage.json`.
    """
    told = json.loads(package)
    files = [_file(resource) for resource in told["resources"]]
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": told["title"],
        "description": told["description"],
        "keywords": told["keywords"],
        "hasPart": [{"@id": name} for name in dict.fromkeys(file["@id"] for file in files)],
    }
    if "created" in told:
        root["datePublished"] = told["created"]
    licences = [
        {"@id": licence.get("path") or f"https://spdx.org/licenses/{licence['name']}"}
        | {"@type": "CreativeWork", "name": licence.get("title") or licence.get("name", "")}
        for licence in told.get("licenses", ())
    ]
    if licences:
        root["license"] = [{"@id": licence["@id"]} for licence in licences]
    people = [
        {"@id": person.get("path") or f"#contributor-{number}", "@type": "Person"}
        | {"name": person.get("title", "")}
        for number, person in enumerate(told.get("contributors", ()), start=1)
    ]
    if people:
        root["author"] = [{"@id": person["@id"]} for person in people]
    graph = [
        {
            "@id": CRATE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _PROFILE},
            "about": {"@id": "./"},
        },
        root,
        *{file["@id"]: file for file in files}.values(),
        *licences,
        *people,
        {"@id": _SOFTWARE, "@type": "SoftwareApplication", "name": "gikstudy"}
        | ({"version": told["version"]} if "version" in told else {}),
        {
            "@id": "#extraction",
            "@type": "CreateAction",
            "instrument": {"@id": _SOFTWARE},
            "result": {"@id": "./"},
        },
    ]
    crate = {"@context": _CONTEXT, "@graph": graph}
    return json.dumps(crate, ensure_ascii=False, indent=2) + "\n"


def _file(resource: dict[str, Any]) -> dict[str, Any]:
    """A file, or a table in several files, which is a folder."""
    folder = "bytes" not in resource
    file: dict[str, Any] = {
        "@id": resource["path"] + ("/" if folder else ""),
        "@type": "Dataset" if folder else "File",
        "name": resource.get("title", resource["name"]),
    }
    if "description" in resource:
        file["description"] = resource["description"]
    if "mediatype" in resource:
        file["encodingFormat"] = resource["mediatype"]
    if not folder:
        file["contentSize"] = str(resource["bytes"])
        file["sha256"] = resource["hash"].removeprefix("sha256:")
    return file
