"""Compares what a JAR bundles by its bill of materials with what its notice says.

usage: check_bundled.py JAR SBOM
"""

import json
import re
import sys
import zipfile

jar = zipfile.ZipFile(sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as file:
    components = json.load(file)["components"]
notice = jar.read("META-INF/NOTICE").decode()
texts = {name: jar.read(name).decode(errors="replace") for name in jar.namelist() if re.match("META-INF/.*[Ll][Ii][Cc]", name)}
said = {group: licence for licence, group in re.findall(r"^  \S.*?  +(\S+)  +([a-z]\S*)$", notice, re.MULTILINE)}
faults = []

# The WebJar's own description still has ECharts' licence of before version 4; the file inside says which it is.
MISTAKEN = {"org.webjars:echarts": ["Apache-2.0"]}


def licences(component):
    """SPDX names; some projects give a name or an address only."""
    for each in component.get("licenses", []):
        licence = each.get("license", {})
        yield from re.split(r" (?:OR|AND|WITH) ", each.get("expression", "").strip("()"))
        yield licence.get("id", "")
        yield licence.get("name", "") + " " + licence.get("url", "")


def fits(spdx, declared):
    words = {"Apache-2.0": "apache", "BSD-3-Clause": "bsd", "MIT": "mit", "MIT-0": "mit-0"}
    return any(spdx == each or words.get(spdx, spdx.lower()) in each.lower() for each in declared)


for component in components:
    group, name = component["group"], component["name"]
    if group == "io.github.imagefeatures":
        continue  # a module of the project
    spdx = said.get(group)
    if spdx is None:
        faults.append(f"{group}:{name} is bundled, but not in NOTICE")
        continue
    declared = MISTAKEN.get(f"{group}:{name}") or list(licences(component))
    if not fits(spdx, declared):
        faults.append(f"{group}:{name} is under {declared}, not {spdx} as NOTICE says")
    own = any(f.removeprefix("META-INF/licenses/").removesuffix(".txt") in f"{group}:{name}" for f in texts if "/licenses/" in f)
    if spdx in ("MIT", "BSD-3-Clause") and not own and not (group == "org.slf4j" and "QOS.ch" in texts["META-INF/LICENSE.txt"]):
        faults.append(f"{group}:{name} has no licence text in META-INF/licenses")
for group in said.keys() - {component["group"] for component in components}:
    faults.append(f"NOTICE names {group}, which is not bundled")
if not any("Apache License" in text for text in texts.values()):
    faults.append("the text of Apache-2.0 is missing")
if faults:
    sys.exit("\n".join("not so: " + fault for fault in faults))
print(f"{len(components)} components are bundled, each with its licence in NOTICE")
