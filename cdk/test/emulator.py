"""Starts moto's server with what it lacks: references to the Parameter Store in templates, and
updates that leave a parameter at its default."""

import re

from moto.cloudformation import parsing
from moto.cloudformation.models import CloudFormationBackend
from moto.server import main
from moto.ssm.models import ssm_backends

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


parsing.clean_json = clean_json
CloudFormationBackend._resolve_update_parameters = resolve_known
main()
