"""Parts of an account that are there before a deployment, in the emulator.

usage: existing_parts.py make CDK_JSON | used | left

'make' makes a network, a key, buckets and roles, and names them in CDK_JSON; 'used' looks whether the
deployment uses them and has made none of its own; 'left' whether they are as they were.
"""

import json
import pathlib
import sys

import boto3
from botocore.config import Config

FOUNDATION, RUN = "image-features-foundation", "image-features-main"

ec2 = boto3.client("ec2")
emr = boto3.client("emr")
iam = boto3.client("iam")
kms = boto3.client("kms")
s3 = boto3.client("s3", config=Config(s3={"addressing_style": "path"}))
ssm = boto3.client("ssm")
formation = boto3.client("cloudformation")

BUCKETS = {"dataBucket": "their-data", "logsBucket": "their-logs"}
ROLE, PROFILE = "their-emr", "their-nodes"
MARK = {"Key": "owner", "Value": "them"}


def require(claim, truth):
    if not truth:
        sys.exit(f"not so: {claim}")


def make():
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.1.{i}.0/24", AvailabilityZone=f"us-east-1{zone}")["Subnet"]["SubnetId"]
        for i, zone in enumerate("ab")
    ]
    groups = [
        ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
        for name in ("their-primary", "their-core", "their-service")
    ]
    ec2.create_tags(Resources=[vpc, *subnets, *groups], Tags=[MARK])
    key = kms.create_key(Description="theirs")["KeyMetadata"]["Arn"]
    for bucket in BUCKETS.values():
        s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket=bucket, Key="theirs", Body=b"theirs")
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    for role in (ROLE, PROFILE):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust)
    iam.create_instance_profile(InstanceProfileName=PROFILE)
    iam.add_role_to_instance_profile(InstanceProfileName=PROFILE, RoleName=PROFILE)
    file = pathlib.Path(sys.argv[2])
    settings = json.loads(file.read_text())
    settings["context"] |= {
        "vpc": vpc, "subnets": subnets, "securityGroups": groups, "key": key,
        "serviceRole": ROLE, "instanceProfile": PROFILE, "removal": "destroy", **BUCKETS,
    }
    file.write_text(json.dumps(settings))
    before = {"vpc_id": vpc, "key_arn": key, "state": state(vpc, key)}
    s3.put_object(Bucket=BUCKETS["dataBucket"], Key="before", Body=json.dumps(before).encode())


def state(vpc, key):
    """All that a deployment might change of what is theirs."""
    of_vpc = [{"Name": "vpc-id", "Values": [vpc]}]
    return {
        "vpc": ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"],
        "subnets": ec2.describe_subnets(Filters=of_vpc)["Subnets"],
        "groups": ec2.describe_security_groups(Filters=of_vpc)["SecurityGroups"],
        "endpoints": ec2.describe_vpc_endpoints(Filters=of_vpc)["VpcEndpoints"],
        "key": kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"],
        "enabled": kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"],
        "objects": {name: s3.get_object(Bucket=name, Key="theirs")["Body"].read().decode() for name in BUCKETS.values()},
        "policies": {role: iam.list_role_policies(RoleName=role)["PolicyNames"] for role in (ROLE, PROFILE)},
        "attached": {role: iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"] for role in (ROLE, PROFILE)},
    }


def parameter(name):
    return ssm.get_parameter(Name=f"/image-features/foundation/{name}")["Parameter"]["Value"]


def types(stack):
    return [each.get("ResourceType") for each in formation.describe_stack_resources(StackName=stack)["StackResources"]]


def used():
    require("the buckets are theirs", [parameter("data-bucket"), parameter("logs-bucket")] == list(BUCKETS.values()))
    made = types(FOUNDATION)
    for kind in ("AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::SecurityGroup", "AWS::KMS::Key"):
        require(f"no {kind} is made", kind not in made)
    require("no profile is made", "AWS::IAM::InstanceProfile" not in types(RUN))
    cluster = next(
        emr.describe_cluster(ClusterId=each["PhysicalResourceId"])["Cluster"]
        for each in formation.describe_stack_resources(StackName=RUN)["StackResources"]
        if each.get("ResourceType") == "AWS::EMR::Cluster"
    )
    instances = cluster["Ec2InstanceAttributes"]
    require("EMR has their role", cluster["ServiceRole"] == ROLE)
    require("nodes have their profile", instances["IamInstanceProfile"] == PROFILE)
    require("nodes have their groups", instances["EmrManagedMasterSecurityGroup"] == parameter("primary-group"))
    require("logs go to their bucket", cluster["LogUri"].startswith("s3://their-logs/clusters/main/"))
    unchanged()


def unchanged():
    before = json.loads(s3.get_object(Bucket=BUCKETS["dataBucket"], Key="before")["Body"].read())
    now = json.loads(json.dumps(state(before["vpc_id"], before["key_arn"])))
    for part, was in before["state"].items():
        require(f"{part} is as it was", now[part] == was)


def left():
    stacks = {stack["StackName"] for stack in formation.describe_stacks()["Stacks"]}
    require("both stacks are gone", not {FOUNDATION, RUN} & stacks)
    unchanged()


{"make": make, "used": used, "left": left}[sys.argv[1]]()
