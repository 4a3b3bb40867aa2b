"""Reads back from the emulator what a deployment should have left there.

usage: read_back.py first|unchanged|changed|destroyed CLOUD_ASSEMBLY
"""

import json
import pathlib
import sys

import boto3
from botocore.config import Config

FOUNDATION, RUN = "image-features-foundation", "image-features-main"
STATE = pathlib.Path(sys.argv[2]).parent / "clusters.json"

emr = boto3.client("emr")
s3 = boto3.client("s3", config=Config(s3={"addressing_style": "path"}))
ssm = boto3.client("ssm")
formation = boto3.client("cloudformation")


def clusters():
    """Ids by name of the run stack's clusters; the emulator takes every cluster for ended."""
    resources = formation.describe_stack_resources(StackName=RUN)["StackResources"]
    ids = [r["PhysicalResourceId"] for r in resources if r.get("ResourceType") == "AWS::EMR::Cluster"]
    return {emr.describe_cluster(ClusterId=i)["Cluster"]["Name"]: i for i in ids}


def stacks():
    return {stack["StackName"] for stack in formation.describe_stacks()["Stacks"]}


def parameter(name):
    return ssm.get_parameter(Name=f"/image-features/foundation/{name}")["Parameter"]["Value"]


def require(claim, truth):
    if not truth:
        sys.exit(f"not so: {claim}")


def uploaded_assets():
    """Every file of the assembly is in the assets bucket, with its own length."""
    manifests = pathlib.Path(sys.argv[2]).glob("*.assets.json")
    count = 0
    for manifest in manifests:
        for file in json.loads(manifest.read_text())["files"].values():
            for place in file["destinations"].values():
                bucket = "cdk-hnb659fds-assets-123456789012-us-east-1"
                head = s3.head_object(Bucket=bucket, Key=place["objectKey"])
                require(f"{place['objectKey']} has content", head["ContentLength"] > 0)
                count += 1
    return count


def first():
    require("both stacks are there", {FOUNDATION, RUN} <= stacks())
    require("JAR, scripts, weights, images, function and templates are uploaded", uploaded_assets() >= 7)
    (name, identifier), = clusters().items()
    cluster = emr.describe_cluster(ClusterId=identifier)["Cluster"]
    require("the cluster carries the run's name and fingerprint", name.startswith(RUN + "-"))
    require("the release is as deployed", cluster["ReleaseLabel"] == "emr-7.14.0")
    require("logs go to the logs bucket", cluster["LogUri"].startswith(f"s3://{parameter('logs-bucket')}/clusters/main/"))
    tags = {tag["Key"]: tag["Value"] for tag in cluster["Tags"]}
    require("the cluster is tagged for EMR's policy", tags["for-use-with-amazon-emr-managed-policies"] == "true")
    for bucket in ("data-bucket", "logs-bucket", "code-bucket"):
        rules = s3.get_bucket_encryption(Bucket=parameter(bucket))["ServerSideEncryptionConfiguration"]["Rules"]
        applied = rules[0]["ApplyServerSideEncryptionByDefault"]
        require(f"{bucket} uses the key", applied["SSEAlgorithm"] == "aws:kms")
    template = formation.get_template(StackName=RUN)["TemplateBody"]
    step = next(r for r in template["Resources"].values() if r["Type"] == "AWS::EMR::Cluster")["Properties"]["Steps"][0]
    require("the step is the job", step["HadoopJarStep"]["Jar"] == "command-runner.jar")
    function, = boto3.client("lambda").list_functions()["Functions"]
    require("the function watches this cluster", function["Environment"]["Variables"]["CLUSTER_ID"] == identifier)
    outputs = {o["OutputKey"]: o["OutputValue"] for o in formation.describe_stacks(StackName=RUN)["Stacks"][0]["Outputs"]}
    require("the output names the cluster", outputs["ClusterId"] == identifier)
    require("the run's folder lies in the data bucket", outputs["RunFolder"].startswith(f"s3://{parameter('data-bucket')}/runs/main-"))
    STATE.write_text(json.dumps(clusters()))


def unchanged():
    require("the same cluster is there", clusters() == json.loads(STATE.read_text()))


def changed():
    before = json.loads(STATE.read_text())
    require("one new cluster is there in the old one's place", len(clusters()) == 1 and not clusters().keys() & before.keys())


def destroyed():
    require("the run's stack is gone", RUN not in stacks())
    require("the foundation is there", FOUNDATION in stacks())
    s3.head_bucket(Bucket=parameter("data-bucket"))


{"first": first, "unchanged": unchanged, "changed": changed, "destroyed": destroyed}[sys.argv[1]]()
