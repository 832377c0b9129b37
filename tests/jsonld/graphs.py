from typing import Any

SITE = "http://127.0.0.1:8000"


def nodes(graph: dict[str, Any]) -> dict[str, Any]:
    return {node["@type"]: node for node in graph["@graph"]}
