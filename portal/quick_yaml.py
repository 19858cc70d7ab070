"""YAML 1.2 by libyaml, some fifty times faster than ruamel: the data without places, and only where both are sure to read the same.

Whatever is wrong or unusual (a syntax error, a duplicate key, an anchor, a tag, a number in another notation) is left to
`portal.reading`, which reads the file once more with ruamel and says where the problem is. What a plain word means is looked up
in ruamel's own table for YAML 1.2, so `no`, `on` and `12:30` stay words.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import yaml
from ruamel.yaml.resolver import implicit_resolvers

UNUSUAL = re.compile(r"^%|^---|^\.\.\.|(?:^|[\s,\[{:?-])[&!]\S|[\t\r\x85\u2028\u2029\ufeff]", re.M)
LOADER = getattr(yaml, "CBaseLoader", None)  # missing where PyYAML was built without libyaml
INT = re.compile(r"-?(?:0|[1-9]\d*)")
FLOAT = re.compile(r"-?(?:0|[1-9]\d*)\.\d+")
MEANINGS: dict[str, list[tuple[str, Any]]] = {}
for _versions, _tag, _pattern, _firsts in implicit_resolvers:
    if (1, 2) in _versions:
        for _first in _firsts:
            MEANINGS.setdefault(_first, []).append((_tag.rpartition(":")[2], _pattern))


class UnusualError(Exception):
    """Something that the two readers might see differently."""


def read_quickly(text: str) -> dict[Any, Any] | None:
    """The mapping that a YAML text holds; None where it has to be read slowly."""
    if LOADER is None or UNUSUAL.search(text):
        return None
    loader = LOADER(text)
    try:
        node = loader.get_single_node()
        data = _value(node)
    except (yaml.YAMLError, UnusualError, ValueError, RecursionError):
        return None
    finally:
        loader.dispose()
    return data if isinstance(data, dict) else None


def _value(node: Any) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style else _plain_word(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_value(one) for one in node.value]
    if isinstance(node, yaml.MappingNode):
        pairs = {_value(key): _value(value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        if len(pairs) == len(node.value):
            return pairs
    raise UnusualError


def _plain_word(word: str) -> Any:
    for meaning, pattern in MEANINGS.get(word[:1], ()):
        if pattern.match(word):
            if meaning == "null":
                return None
            if meaning == "bool":
                return word.lower() == "true"
            if meaning == "int" and INT.fullmatch(word):
                return int(word)
            if meaning == "float" and FLOAT.fullmatch(word):
                return Decimal(word)
            raise UnusualError
    return word
