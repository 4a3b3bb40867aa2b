"""Starts moto's server with what it lacks: references to the Parameter Store in templates, updates
that leave a parameter at its default, and tags of keys and parameters as templates spell them."""

import re

from moto.cloudformation import parsing
from moto.cloudformation.models import CloudFormationBackend
from moto.kms.models import KmsBackend
from moto.server import main
from moto.ssm.models import SimpleSystemManagerBackend, ssm_backends

REFERENCE = re.compile(r"{{resolve:ssm:([^:}]+)}}")
clean_without_references = parsing.clean_json


def parameter(match):
    backend = ssm_backends["123456789012"]["us-east-1"]
    return backend.get_parameter(match.group(1)).value


def clean_json(resource_json, resources_map):
    cleaned = clean_without_references(resource_json, resources_map)
    return REFERENCE.sub(parameter, cleaned) if isinstance(cleaned, str) else cleaned


resolve_all = CloudFormationBackend._resolve_update_parameters


def resolve_known(self, instance, incoming_params):
    known = [p for p in incoming_params if "ParameterValue" in p or p["ParameterKey"] in instance.parameters]
    return resolve_all(self, instance, known)


create_key = KmsBackend.create_key


def create_tagged_key(self, *args, **kwargs):
    if kwargs.get("tags"):
        kwargs["tags"] = [{"TagKey": t["Key"], "TagValue": t["Value"]} if "Key" in t else t for t in kwargs["tags"]]
    return create_key(self, *args, **kwargs)


put_parameter = SimpleSystemManagerBackend.put_parameter


def put_tagged_parameter(self, *args, **kwargs):
    if isinstance(kwargs.get("tags"), dict):
        kwargs["tags"] = [{"Key": key, "Value": value} for key, value in kwargs["tags"].items()]
    return put_parameter(self, *args, **kwargs)


KmsBackend.create_key = create_tagged_key
SimpleSystemManagerBackend.put_parameter = put_tagged_parameter
parsing.clean_json = clean_json
CloudFormationBackend._resolve_update_parameters = resolve_known
main()
