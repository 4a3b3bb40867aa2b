package io.github.imagefeatures.cdk.run;

import io.github.imagefeatures.cdk.ImagesSource;
import io.github.imagefeatures.cdk.Names;
import io.github.imagefeatures.cdk.OrderedMap;
import io.github.imagefeatures.cdk.PipelineSettings;
import io.github.imagefeatures.cdk.RunSettings;
import io.github.imagefeatures.cdk.S3Address;
import io.github.imagefeatures.network.onnx.OnnxFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.CfnInstanceProfile;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * What the nodes of one run may do: read its images, code and weights, write its folder and its
 * logs. Each run has a role of its own, so that runs side by side cannot take each other's rights.
 */
final class NodeRole extends Construct {
  private static final List<String> USE_KEY =
      List.of("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey");

  private final String partition;
  private final Role role;
  private final CfnInstanceProfile profile;

  NodeRole(Construct scope, RunSettings settings) {
    super(scope, "NodeRole");
    Stack stack = Stack.of(this);
    this.partition = stack.getPartition();
    String name = Names.nodeRole(stack, settings.name());
    this.role =
        Role.Builder.create(this, "Role")
            .roleName(name)
            .description("image-features: nodes of the run " + settings.name())
            .assumedBy(new ServicePrincipal("ec2.amazonaws.com"))
            .build();
    this.profile =
        CfnInstanceProfile.Builder.create(this, "Profile")
            .instanceProfileName(name)
            .roles(List.of(role.getRoleName()))
            .build();
  }

  /** The profile's name; a token. */
  String profile() {
    return profile.getRef();
  }

  /** The prefix of a run's logs in the bucket of logs. */
  static String logs(RunSettings settings) {
    return "clusters/" + settings.name();
  }

  /** Grants all that the run needs. */
  void grant(
      PipelineSettings settings, RunAssets assets, FoundationValues foundation, RunFolder output) {
    RunSettings run = settings.run();
    readAssets(assets);
    if (run.images() instanceof ImagesSource.InBucket bucket) {
      readFolder("Images", S3Address.bucket(bucket.uri()), S3Address.key(bucket.uri()));
    }
    run.model().filter(model -> model.startsWith("s3://")).ifPresent(m -> readFile("Model", m));
    run.options().network().ifPresent(this::readNetwork);
    settings.kept().tlsCertificates().ifPresent(zip -> readFile("Certificates", zip));
    write(output);
    if (run.options().incremental()) {
      readEarlierRuns(output);
    }
    run.options().fitFrom().ifPresent(fit -> readFit(fit, output));
    run.options()
        .labels()
        .ifPresent(file -> readFolder("Labels", S3Address.bucket(file), S3Address.key(file)));
    allow(
        "WriteLogs",
        List.of("s3:PutObject", "s3:AbortMultipartUpload"),
        List.of(objects(foundation.logsBucket(), logs(run) + "/*")));
    allow("UseKey", USE_KEY, List.of(foundation.key()));
    run.imagesKey().ifPresent(key -> allow("ReadImagesKey", List.of("kms:Decrypt"), List.of(key)));
    run.bootstrapKey().ifPresent(key -> allow("ReadCodeKey", List.of("kms:Decrypt"), List.of(key)));
    run.outputKey()
        .ifPresent(
            key ->
                allow("UseOutputKey", List.of("kms:Decrypt", "kms:GenerateDataKey"), List.of(key)));
  }

  private void readAssets(RunAssets assets) {
    List<String> objects =
        assets.all().stream()
            .map(asset -> objects(asset.getS3BucketName(), asset.getS3ObjectKey()))
            .toList();
    allow("ReadCode", List.of("s3:GetObject"), objects);
  }

  /** A run of the same output, or one elsewhere. */
  private void readFit(String fit, RunFolder output) {
    if (fit.startsWith("s3://")) {
      readFolder("Fit", S3Address.bucket(fit), S3Address.key(fit));
    } else {
      readFolder("Fit", output.bucket(), under(output.prefix(), "runs/" + fit));
    }
  }

  private void readFolder(String what, String bucket, String key) {
    allowListing("List" + what, bucket, inAndAbove(key));
    List<String> objects = new ArrayList<>(List.of(objects(bucket, under(key, "*"))));
    if (!key.isEmpty()) {
      objects.add(objects(bucket, key));
    }
    allow("Read" + what, List.of("s3:GetObject"), objects);
  }

  /** The file, and what may say its preprocessing: one that is not there must be seen not to be. */
  private void readNetwork(OnnxFile network) {
    String bucket = S3Address.bucket(network.address());
    List<String> files = new ArrayList<>(List.of(network.address()));
    files.addAll(network.besides());
    allowListing("ListNetwork", bucket, files.stream().map(S3Address::key).toList());
    allow(
        "ReadNetwork",
        List.of("s3:GetObject"),
        files.stream().map(file -> objects(bucket, S3Address.key(file))).toList());
    network
        .preprocessing()
        .filter(named -> named.startsWith("s3://"))
        .ifPresent(f -> readFile("Preprocessing", f));
  }

  private void readFile(String what, String uri) {
    allow(
        "Read" + what,
        List.of("s3:GetObject"),
        List.of(objects(S3Address.bucket(uri), S3Address.key(uri))));
  }

  /**
   * S3A asks for every folder above a new one, and lays an empty object where a folder would become
   * none. What other runs wrote is not listed.
   */
  private void write(RunFolder output) {
    String bucket = output.bucket();
    allowListing("ListOutput", bucket, listed(output));
    List<String> above =
        RunFolder.above(under(output.prefix(), "runs")).stream()
            .map(key -> objects(bucket, key))
            .toList();
    if (!above.isEmpty()) {
      allow("SeeOutput", List.of("s3:GetObject"), above);
    }
    allow(
        "WriteOutput",
        List.of(
            "s3:GetObject",
            "s3:PutObject",
            "s3:DeleteObject",
            "s3:AbortMultipartUpload",
            "s3:ListMultipartUploadParts"),
        List.of(
            objects(bucket, under(output.prefix(), "runs/")),
            objects(bucket, under(output.prefix(), "runs/" + output.runId())),
            objects(bucket, under(output.prefix(), "runs/" + output.runId() + "/*")),
            objects(bucket, under(output.prefix(), "latest.json")),
            objects(bucket, under(output.prefix(), ".latest.json.part"))));
    allow("ListUploads", List.of("s3:ListBucketMultipartUploads"), List.of(bucketArn(bucket)));
  }

  /** What a run takes over: any run of the output may be the newest complete one by then. */
  private void readEarlierRuns(RunFolder output) {
    List<String> prefixes = new ArrayList<>();
    List<String> objects = new ArrayList<>();
    for (String name : List.of("manifest.json", "provenance", "features")) {
      String key = under(output.prefix(), "runs/*/" + name);
      prefixes.addAll(List.of(key, key + "/*"));
      objects.add(objects(output.bucket(), key));
      objects.add(objects(output.bucket(), key + "/*"));
    }
    allowListing("ListEarlierRuns", output.bucket(), prefixes);
    allow("ReadEarlierRuns", List.of("s3:GetObject"), objects);
  }

  private void allowListing(String sid, String bucket, List<String> prefixes) {
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .sid(sid)
            .actions(List.of("s3:ListBucket"))
            .resources(List.of(bucketArn(bucket)))
            .conditions(OrderedMap.of("StringLike", OrderedMap.of("s3:prefix", prefixes)))
            .build());
    allow(sid + "Region", List.of("s3:GetBucketLocation"), List.of(bucketArn(bucket)));
  }

  private void allow(String sid, List<String> actions, List<String> resources) {
    role.addToPolicy(
        PolicyStatement.Builder.create().sid(sid).actions(actions).resources(resources).build());
  }

  private static List<String> listed(RunFolder output) {
    String run = under(output.prefix(), "runs/" + output.runId());
    List<String> prefixes = new ArrayList<>(List.of(""));
    for (String name : List.of("runs", "latest.json", ".latest.json.part")) {
      prefixes.addAll(bothForms(under(output.prefix(), name)));
    }
    prefixes.addAll(List.of(run, run + "/*"));
    return prefixes.stream().distinct().toList();
  }

  private static List<String> inAndAbove(String key) {
    if (key.isEmpty()) {
      return List.of("*");
    }
    List<String> prefixes = new ArrayList<>(List.of(""));
    prefixes.addAll(bothForms(key));
    prefixes.add(key + "/*");
    return prefixes;
  }

  /** A key and all folders above it, each without and with a slash at its end. */
  private static List<String> bothForms(String key) {
    return RunFolder.above(key).stream().flatMap(each -> Stream.of(each, each + "/")).toList();
  }

  private static String under(String prefix, String key) {
    return prefix.isEmpty() ? key : prefix + "/" + key;
  }

  private String bucketArn(String bucket) {
    return "arn:" + partition + ":s3:::" + bucket;
  }

  private String objects(String bucket, String key) {
    return bucketArn(bucket) + "/" + key;
  }
}
