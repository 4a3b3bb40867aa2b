"""Resolves what a deployed run's template says of its cluster, as CloudFormation would.

usage: resolve.py CLOUD_ASSEMBLY STACK FILE

Writes step arguments, classifications and bootstrap actions of the run's cluster, and the stack's
outputs, into FILE. What only AWS knows (the stack's id, parameters) is asked of the emulator.
"""

import json
import pathlib
import re
import sys

import boto3

assembly, stack, file = sys.argv[1:]
template = json.loads((pathlib.Path(assembly) / f"{stack}.template.json").read_text())
stack_id = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["StackId"]
region, account = stack_id.split(":")[3:5]
PSEUDO = {"AWS::StackId": stack_id, "AWS::Region": region, "AWS::AccountId": account, "AWS::Partition": "aws"}
FUNCTIONS = {
    "Ref": lambda name: PSEUDO.get(name, name),
    "Fn::Join": lambda joined: joined[0].join(joined[1]),
    "Fn::Select": lambda selected: selected[1][int(selected[0])],
    "Fn::Split": lambda split: split[1].split(split[0]),
    "Fn::Sub": lambda text: re.sub(r"\${([^}]+)}", lambda name: PSEUDO[name.group(1)], text),
}
ssm = boto3.client("ssm")


def parameter(reference):
    return ssm.get_parameter(Name=reference.group(1))["Parameter"]["Value"]


def resolve(value):
    if isinstance(value, dict):
        resolved = {key: resolve(each) for key, each in value.items()}
        name = next(iter(resolved), None)
        return resolve(FUNCTIONS[name](resolved[name])) if len(resolved) == 1 and name in FUNCTIONS else resolved
    if isinstance(value, list):
        return [resolve(each) for each in value]
    return re.sub(r"{{resolve:ssm:([^:}]+)}}", parameter, value) if isinstance(value, str) else value


cluster, = (r["Properties"] for r in template["Resources"].values() if r["Type"] == "AWS::EMR::Cluster")
step, = resolve(cluster["Steps"])
json.dump(
    {
        "arguments": step["HadoopJarStep"]["Args"],
        "configurations": {
            each["Classification"]: each["ConfigurationProperties"] for each in resolve(cluster["Configurations"])
        },
        "bootstrapActions": [
            {"name": each["Name"], "script": action["Path"], "arguments": action["Args"]}
            for each in resolve(cluster["BootstrapActions"])
            for action in [each["ScriptBootstrapAction"]]
        ],
        "runFolder": resolve(template["Outputs"]["RunFolder"]["Value"]),
    },
    open(file, "w"),
    indent=2,
)
