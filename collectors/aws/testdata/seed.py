#!/usr/bin/env python3
"""Seeds an empty account of a moto server with one good and one bad of each kind that the collector reads.

Usage: seed.py ENDPOINT. Needs boto3, and a server that was started with MOTO_IAM_LOAD_MANAGED_POLICIES=true. What the server cannot do is said and left out.
"""
import json
import os
import subprocess
import sys

import boto3

ENDPOINT = sys.argv[1]
os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_EC2_METADATA_DISABLED="true")
ACCOUNT = "123456789012"
HOME, OTHER = "us-east-1", "eu-central-1"


def client(name, region=HOME):
    return boto3.client(name, region_name=region, endpoint_url=ENDPOINT)


def attempt(what, call, **arguments):
    try:
        return call(**arguments)
    except Exception as problem:  # the server lacks it: the recording then shows how that looks
        print(f"{what}: {type(problem).__name__}: {str(problem)[:120]}", file=sys.stderr)
        return None


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def trust(principal, **more):
    return document({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more})


def identities():
    iam = client("iam")
    iam.create_account_alias(AccountAlias="acme-test")
    iam.update_account_password_policy(
        MinimumPasswordLength=8, RequireSymbols=True, RequireNumbers=True, RequireUppercaseCharacters=False,
        RequireLowercaseCharacters=True, AllowUsersToChangePassword=True, PasswordReusePrevention=5)
    admin = iam.create_policy(PolicyName="everything", PolicyDocument=document(allow("*")))["Policy"]["Arn"]
    narrow = iam.create_policy(PolicyName="read-reports", PolicyDocument=document(
        allow(["s3:GetObject"], "arn:aws:s3:::good-data/*")))["Policy"]["Arn"]
    iam.create_group(GroupName="readers")
    iam.attach_group_policy(GroupName="readers", PolicyArn=narrow)
    iam.create_user(UserName="ada", Tags=[{"Key": "owner", "Value": "platform"}])
    iam.add_user_to_group(GroupName="readers", UserName="ada")
    iam.create_login_profile(UserName="ada", Password="Correct-horse-1")
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName="ada")["VirtualMFADevice"]["SerialNumber"]
    iam.enable_mfa_device(UserName="ada", SerialNumber=device, AuthenticationCode1="123456", AuthenticationCode2="654321")
    iam.create_user(UserName="bob")
    iam.create_login_profile(UserName="bob", Password="Battery-staple-2")
    iam.create_access_key(UserName="bob")
    iam.create_access_key(UserName="bob")
    iam.attach_user_policy(UserName="bob", PolicyArn=admin)
    iam.put_user_policy(UserName="bob", PolicyName="own", PolicyDocument=document(allow("ec2:Describe*")))
    iam.create_role(RoleName="support", AssumeRolePolicyDocument=trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))
    attempt("support policy", iam.attach_role_policy, RoleName="support", PolicyArn="arn:aws:iam::aws:policy/AWSSupportAccess")
    iam.create_role(RoleName="vendor-good", AssumeRolePolicyDocument=trust(
        {"AWS": "arn:aws:iam::210987654321:root"}, Condition={"StringEquals": {"sts:ExternalId": "7f1c"}}))
    iam.create_role(RoleName="vendor-bad", AssumeRolePolicyDocument=trust({"AWS": "arn:aws:iam::210987654321:root"}))
    iam.create_role(RoleName="open", AssumeRolePolicyDocument=trust({"AWS": "*"}))
    iam.create_role(RoleName="pipeline", AssumeRolePolicyDocument=document({
        "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"},
        "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}}))
    made = subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "/dev/stdout", "-days", "30",
                           "-subj", "/CN=www.example.org"], check=True, capture_output=True, text=True).stdout
    cut = made.index("-----BEGIN CERTIFICATE")
    iam.upload_server_certificate(ServerCertificateName="www", CertificateBody=made[cut:], PrivateKey=made[:cut])


def buckets():
    s3, there = client("s3"), client("s3", OTHER)
    s3.create_bucket(Bucket="good-logs")
    attempt("logging", s3.put_bucket_logging, Bucket="good-logs", BucketLoggingStatus={})
    for name in ["good-logs", "good-data"]:
        if name == "good-data":
            there.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": OTHER}, ObjectLockEnabledForBucket=True)
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [{
            "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": f"arn:aws:kms:{HOME}:{ACCOUNT}:key/k"},
            "BucketKeyEnabled": True}]})
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=dict.fromkeys(
            ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"], True))
        attempt("ownership", s3.put_bucket_ownership_controls, Bucket=name,
                OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]})
        s3.put_bucket_policy(Bucket=name, Policy=document({
            "Sid": "tls", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
            "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}}}))
        s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": [{
            "ID": "old", "Status": "Enabled", "Filter": {"Prefix": ""}, "NoncurrentVersionExpiration": {"NoncurrentDays": 90},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}}]})
    attempt("object lock", s3.put_object_lock_configuration, Bucket="good-data", ObjectLockConfiguration={
        "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 30}}})
    attempt("replication", s3.put_bucket_replication, Bucket="good-data", ReplicationConfiguration={
        "Role": f"arn:aws:iam::{ACCOUNT}:role/r", "Rules": [{
            "ID": "copy", "Status": "Enabled", "Priority": 1, "Filter": {"Prefix": ""}, "DeleteMarkerReplication": {"Status": "Disabled"},
            "Destination": {"Bucket": "arn:aws:s3:::good-logs"}}]})
    s3.create_bucket(Bucket="bad-public", ACL="public-read")
    s3.put_bucket_policy(Bucket="bad-public", Policy=document({
        "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bad-public/*"}))
    s3.create_bucket(Bucket="bad-bare")
    control = client("s3control")  # its client asks a host that is named after the account
    control.meta.events.register("before-sign.s3-control", lambda request, **_: setattr(
        request, "url", request.url.replace(f"//{ACCOUNT}.", "//")))
    attempt("account block", control.put_public_access_block, AccountId=ACCOUNT, PublicAccessBlockConfiguration={
        "BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": False, "RestrictPublicBuckets": False})


def network(region):
    ec2 = client("ec2", region)
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.1.0/24")["Subnet"]["SubnetId"]
    open_group = ec2.create_security_group(GroupName="bad-open", Description="open to all", VpcId=vpc)["GroupId"]
    ec2.authorize_security_group_ingress(GroupId=open_group, IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "ssh"}],
         "Ipv6Ranges": [{"CidrIpv6": "::/0"}]},
        {"IpProtocol": "tcp", "FromPort": 3000, "ToPort": 4000, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
    closed = ec2.create_security_group(GroupName="good-web", Description="from the office", VpcId=vpc)["GroupId"]
    ec2.authorize_security_group_ingress(GroupId=closed, IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "203.0.113.0/24"}],
         "UserIdGroupPairs": [{"GroupId": open_group}]}])
    ec2.create_network_interface(SubnetId=subnet, Groups=[open_group])


def contacts():
    attempt("contact", client("account").put_alternate_contact, AlternateContactType="SECURITY", EmailAddress="security@example.org",
            Name="Security desk", PhoneNumber="+49 30 5550100", Title="On call")


def recording():
    s3 = client("s3")
    trail, other = client("cloudtrail"), client("cloudtrail", OTHER)
    s3.create_bucket(Bucket="trail-logs")
    trail.create_trail(Name="good", S3BucketName="trail-logs", IsMultiRegionTrail=True, EnableLogFileValidation=True,
                       KmsKeyId=f"arn:aws:kms:{HOME}:{ACCOUNT}:key/k", IncludeGlobalServiceEvents=True)
    trail.start_logging(Name="good")
    trail.put_event_selectors(TrailName="good", EventSelectors=[{
        "ReadWriteType": "All", "IncludeManagementEvents": True,
        "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]}])
    other.create_trail(Name="bad", S3BucketName="bad-public")
    config = client("config")
    config.put_configuration_recorder(ConfigurationRecorder={
        "name": "default", "roleARN": f"arn:aws:iam::{ACCOUNT}:role/c",
        "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True}})
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": "good-logs"})
    config.start_configuration_recorder(ConfigurationRecorderName="default")
    attempt("security hub", client("securityhub").enable_security_hub)
    client("guardduty").create_detector(Enable=True)


def stores():
    kms = client("kms")
    good = kms.create_key(Description="good")["KeyMetadata"]["KeyId"]
    kms.enable_key_rotation(KeyId=good)
    kms.create_key(Description="bad", Policy=document({"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}))
    kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")
    rds = client("rds")
    rds.create_db_instance(
        DBInstanceIdentifier="good", DBInstanceClass="db.m6g.large", Engine="postgres", AllocatedStorage=20, MasterUsername="u",
        MasterUserPassword="not-a-secret", StorageEncrypted=True, MultiAZ=True, AutoMinorVersionUpgrade=True, PubliclyAccessible=False,
        BackupRetentionPeriod=14, DeletionProtection=True, EnableCloudwatchLogsExports=["postgresql"], CopyTagsToSnapshot=True)
    rds.create_db_instance(
        DBInstanceIdentifier="bad", DBInstanceClass="db.m6g.large", Engine="mysql", AllocatedStorage=20, MasterUsername="u",
        MasterUserPassword="not-a-secret", AutoMinorVersionUpgrade=False, PubliclyAccessible=True, BackupRetentionPeriod=0)
    attempt("cluster", rds.create_db_cluster, DBClusterIdentifier="cluster", Engine="aurora-postgresql", MasterUsername="u",
            MasterUserPassword="not-a-secret", StorageEncrypted=True, BackupRetentionPeriod=7)
    efs = client("efs")
    system = efs.create_file_system(CreationToken="good", Encrypted=True, Backup=True)["FileSystemId"]
    attempt("efs backup", efs.put_backup_policy, FileSystemId=system, BackupPolicy={"Status": "ENABLED"})
    efs.create_file_system(CreationToken="bad", Encrypted=False)


def machines():
    ec2 = client("ec2")
    image = ec2.describe_images()["Images"][0]["ImageId"]
    for name, tokens in [("good", "required"), ("bad", "optional")]:
        ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, InstanceType="t3.micro", MetadataOptions={"HttpTokens": tokens},
                          TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": name}]}])
        ec2.create_volume(AvailabilityZone=f"{HOME}a", Size=8, Encrypted=name == "good")
    ec2.allocate_address(Domain="vpc")
    ec2.enable_ebs_encryption_by_default()
    vpc = ec2.describe_vpcs(Filters=[{"Name": "cidr", "Values": ["10.1.0.0/16"]}])["Vpcs"][0]["VpcId"]
    attempt("flow logs", ec2.create_flow_logs, ResourceIds=[vpc], ResourceType="VPC", TrafficType="ALL", LogDestinationType="s3",
            LogDestination="arn:aws:s3:::good-logs")
    snapshot = ec2.create_snapshot(VolumeId=ec2.describe_volumes()["Volumes"][0]["VolumeId"])["SnapshotId"]
    attempt("public snapshot", ec2.modify_snapshot_attribute, SnapshotId=snapshot, Attribute="createVolumePermission",
            OperationType="add", GroupNames=["all"])


def alarms():
    logs, watch, sns = client("logs"), client("cloudwatch"), client("sns")
    topic = sns.create_topic(Name="security")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:{HOME}:{ACCOUNT}:queue")
    open_topic = sns.create_topic(Name="open")["TopicArn"]
    sns.set_topic_attributes(TopicArn=open_topic, AttributeName="Policy", AttributeValue=document(
        {"Effect": "Allow", "Principal": "*", "Action": "SNS:Publish", "Resource": open_topic}))
    logs.create_log_group(logGroupName="trail")
    logs.put_retention_policy(logGroupName="trail", retentionInDays=365)
    logs.create_log_group(logGroupName="for-ever")
    client("cloudtrail").update_trail(Name="good", CloudWatchLogsLogGroupArn=f"arn:aws:logs:{HOME}:{ACCOUNT}:log-group:trail:*",
                                      CloudWatchLogsRoleArn=f"arn:aws:iam::{ACCOUNT}:role/t")
    for name, pattern in [
            ("root", '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }'),
            ("trails", "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || "
                       "($.eventName = StartLogging) || ($.eventName = StopLogging) }"),
            ("words", "ERROR")]:
        logs.put_metric_filter(logGroupName="trail", filterName=name, filterPattern=pattern, metricTransformations=[
            {"metricName": name, "metricNamespace": "Trail", "metricValue": "1"}])
        if name != "words":
            watch.put_metric_alarm(AlarmName=name, MetricName=name, Namespace="Trail", Statistic="Sum", Period=300, EvaluationPeriods=1,
                                   Threshold=1, ComparisonOperator="GreaterThanOrEqualToThreshold", AlarmActions=[topic])


def programs():
    functions, queues, secrets, tables = client("lambda"), client("sqs"), client("secretsmanager"), client("dynamodb")
    role = f"arn:aws:iam::{ACCOUNT}:role/support"
    for name in ["good", "bad"]:
        functions.create_function(FunctionName=name, Runtime="python3.13" if name == "good" else "python3.8", Role=role, Handler="m.f",
                                  Code={"ZipFile": b"PK"}, TracingConfig={"Mode": "Active"})
    functions.add_permission(FunctionName="bad", StatementId="all", Action="lambda:InvokeFunction", Principal="*")
    attempt("function url", functions.create_function_url_config, FunctionName="bad", AuthType="NONE")
    queues.create_queue(QueueName="good", Attributes={"SqsManagedSseEnabled": "true"})
    dead = f"arn:aws:sqs:{HOME}:{ACCOUNT}:good"
    queues.create_queue(QueueName="bad", Attributes={
        "SqsManagedSseEnabled": "false", "RedrivePolicy": json.dumps({"deadLetterTargetArn": dead, "maxReceiveCount": "3"}),
        "Policy": document({"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*"})})
    secrets.create_secret(Name="good", SecretString="not-a-secret")
    attempt("rotation", secrets.rotate_secret, SecretId="good", RotationRules={"AutomaticallyAfterDays": 30},
            RotationLambdaARN=f"arn:aws:lambda:{HOME}:{ACCOUNT}:function:good")
    open_secret = secrets.create_secret(Name="bad", SecretString="not-a-secret")["ARN"]
    secrets.put_resource_policy(SecretId=open_secret, ResourcePolicy=document(
        {"Effect": "Allow", "Principal": "*", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}))
    for name in ["good", "bad"]:
        tables.create_table(TableName=name, KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST",
                            AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}], DeletionProtectionEnabled=name == "good")
    tables.update_continuous_backups(TableName="good", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    elb, ec2 = client("elbv2"), client("ec2")
    nets = [s["SubnetId"] for s in ec2.describe_subnets(Filters=[{"Name": "default-for-az", "Values": ["true"]}])["Subnets"]][:2]
    balancer = elb.create_load_balancer(Name="web", Subnets=nets, Scheme="internet-facing")["LoadBalancers"][0]["LoadBalancerArn"]
    elb.create_listener(LoadBalancerArn=balancer, Port=80, Protocol="HTTP", DefaultActions=[
        {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}])
    client("acm").request_certificate(DomainName="www.example.org")
    client("budgets").create_budget(AccountId=ACCOUNT, Budget={
        "BudgetName": "month", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": {"Amount": "100", "Unit": "USD"}},
        NotificationsWithSubscribers=[{
            "Notification": {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80},
            "Subscribers": [{"SubscriptionType": "EMAIL", "Address": "finance@example.org"}]}])
    backup = client("backup")
    backup.create_backup_vault(BackupVaultName="vault")
    backup.create_backup_plan(BackupPlan={"BackupPlanName": "daily", "Rules": [{
        "RuleName": "daily", "TargetBackupVaultName": "vault", "ScheduleExpression": "cron(0 5 * * ? *)", "Lifecycle": {"DeleteAfterDays": 35}}]})


def fronts():
    front = client("cloudfront")
    origin = {"Id": "bucket", "DomainName": "good-data.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
    own = {"Id": "server", "DomainName": "www.example.org", "CustomOriginConfig": {
        "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "http-only"}}

    def distribution(name, **more):
        attempt("distribution", front.create_distribution, DistributionConfig={
            "CallerReference": name, "Comment": name, "Enabled": True, "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {"TargetOriginId": "bucket", "ViewerProtocolPolicy": "redirect-to-https", "MinTTL": 0,
                                     "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}}}, **more})
    distribution("good", DefaultRootObject="index.html", WebACLId=f"arn:aws:wafv2:{HOME}:{ACCOUNT}:global/webacl/front/1",
                 Origins={"Quantity": 1, "Items": [dict(origin, S3OriginConfig={"OriginAccessIdentity": "origin-access-identity/cloudfront/E1"})]},
                 Logging={"Enabled": True, "IncludeCookies": False, "Bucket": "good-logs.s3.amazonaws.com", "Prefix": ""})
    distribution("bad", Aliases={"Quantity": 1, "Items": ["www.example.org"]}, Origins={"Quantity": 2, "Items": [origin, own]},
                 ViewerCertificate={"IAMCertificateId": "c", "MinimumProtocolVersion": "TLSv1", "SSLSupportMethod": "sni-only"},
                 CacheBehaviors={"Quantity": 1, "Items": [{
                     "PathPattern": "/api/*", "TargetOriginId": "server", "ViewerProtocolPolicy": "allow-all", "MinTTL": 0,
                     "ForwardedValues": {"QueryString": True, "Cookies": {"Forward": "all"}}}]})
    rest, apis = client("apigateway"), client("apigatewayv2")
    for name in ["good", "bad"]:
        api = rest.create_rest_api(name=name, **({"policy": document(
            {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"},
            {"Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
             "Condition": {"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}})} if name == "good" else {}))["id"]
        root = rest.get_resources(restApiId=api)["items"][0]["id"]
        rest.put_method(restApiId=api, resourceId=root, httpMethod="GET", authorizationType="AWS_IAM")
        rest.put_integration(restApiId=api, resourceId=root, httpMethod="GET", type="MOCK")
        rest.put_method(restApiId=api, resourceId=root, httpMethod="POST", authorizationType="NONE")
        rest.put_integration(restApiId=api, resourceId=root, httpMethod="POST", type="MOCK")
        made = rest.create_deployment(restApiId=api)["id"]
        rest.create_stage(restApiId=api, stageName="live", deploymentId=made, tracingEnabled=name == "good")
        if name == "good":
            attempt("stage", rest.update_stage, restApiId=api, stageName="live", patchOperations=[
                {"op": "replace", "path": "/accessLogSettings/destinationArn", "value": f"arn:aws:logs:{HOME}:{ACCOUNT}:log-group:api"},
                {"op": "replace", "path": "/*/*/throttling/rateLimit", "value": "100"}])
    web = apis.create_api(Name="web", ProtocolType="HTTP")["ApiId"]
    attempt("stage", apis.create_stage, ApiId=web, StageName="live")
    apis.create_route(ApiId=web, RouteKey="GET /pets")
    apis.create_route(ApiId=web, RouteKey="POST /pets", AuthorizationType="AWS_IAM")


def containers():
    clusters, images, buses = client("eks"), client("ecr"), client("events")
    network = {"subnetIds": ["subnet-1", "subnet-2"]}
    role = f"arn:aws:iam::{ACCOUNT}:role/support"
    clusters.create_cluster(
        name="good", version="1.34", roleArn=role, resourcesVpcConfig=dict(network, endpointPublicAccess=False, endpointPrivateAccess=True),
        logging={"clusterLogging": [{"types": ["api", "audit", "authenticator"], "enabled": True}]},
        encryptionConfig=[{"resources": ["secrets"], "provider": {"keyArn": f"arn:aws:kms:{HOME}:{ACCOUNT}:key/k"}}])
    clusters.create_cluster(name="bad", version="1.28", roleArn=role, resourcesVpcConfig=dict(
        network, endpointPublicAccess=True, publicAccessCidrs=["0.0.0.0/0"]))
    key = client("kms").create_key(Description="images")["KeyMetadata"]["Arn"]
    images.create_repository(repositoryName="good", imageTagMutability="IMMUTABLE", imageScanningConfiguration={"scanOnPush": True},
                             encryptionConfiguration={"encryptionType": "KMS", "kmsKey": key})
    images.put_lifecycle_policy(repositoryName="good", lifecyclePolicyText=json.dumps({"rules": [{
        "rulePriority": 1, "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14},
        "action": {"type": "expire"}}]}))
    images.create_repository(repositoryName="bad")
    images.set_repository_policy(repositoryName="bad", policyText=json.dumps({"Version": "2012-10-17", "Statement": [{
        "Sid": "all", "Effect": "Allow", "Principal": "*", "Action": ["ecr:BatchGetImage"]}]}))
    buses.create_event_bus(Name="orders")
    attempt("bus policy", buses.put_permission, EventBusName="orders", Policy=document({
        "Sid": "all", "Effect": "Allow", "Principal": "*", "Action": "events:PutEvents",
        "Resource": f"arn:aws:events:{HOME}:{ACCOUNT}:event-bus/orders"}))
    attempt("macie", client("macie2").enable_macie)


def organisation():
    there = client("organizations")
    there.create_organization(FeatureSet="ALL")
    root = there.list_roots()["Roots"][0]["Id"]
    there.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    rail = there.create_policy(Name="no-leaving", Description="", Type="SERVICE_CONTROL_POLICY", Content=document(
        {"Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"}))["Policy"]["PolicySummary"]["Id"]
    there.attach_policy(PolicyId=rail, TargetId=root)
    member = there.create_account(AccountName="log", Email="log@example.org")["CreateAccountStatus"]["AccountId"]
    attempt("delegation", there.register_delegated_administrator, AccountId=member, ServicePrincipal="guardduty.amazonaws.com")


def neighbours():
    ec2 = client("ec2")
    mine = ec2.describe_vpcs(Filters=[{"Name": "cidr", "Values": ["10.1.0.0/16"]}])["Vpcs"][0]["VpcId"]
    other = ec2.create_vpc(CidrBlock="10.2.0.0/16")["Vpc"]["VpcId"]
    peering = ec2.create_vpc_peering_connection(VpcId=mine, PeerVpcId=other)["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
    for net, to in [(mine, "10.2.0.0/16"), (other, "10.1.1.0/24")]:
        table = ec2.create_route_table(VpcId=net)["RouteTable"]["RouteTableId"]
        ec2.create_route(RouteTableId=table, DestinationCidrBlock=to, VpcPeeringConnectionId=peering)
    elb = client("elbv2")
    balancer = elb.describe_load_balancers()["LoadBalancers"][0]["LoadBalancerArn"]
    group = elb.create_target_group(Name="web", Protocol="HTTP", Port=80, VpcId=mine)["TargetGroups"][0]["TargetGroupArn"]
    elb.create_listener(LoadBalancerArn=balancer, Port=8080, Protocol="HTTP", DefaultActions=[{"Type": "forward", "TargetGroupArn": group}])
    client("s3").put_bucket_tagging(Bucket="good-logs", Tagging={"TagSet": [{"Key": "owner", "Value": "platform"}]})
    ec2.create_vpc_endpoint(VpcId=mine, ServiceName=f"com.amazonaws.{HOME}.s3", VpcEndpointType="Gateway")


def walls():
    elb, ec2, waf = client("elbv2"), client("ec2"), client("wafv2")
    nets = [s["SubnetId"] for s in ec2.describe_subnets(Filters=[{"Name": "default-for-az", "Values": ["true"]}])["Subnets"]][:2]
    balancer = elb.create_load_balancer(Name="shop", Subnets=nets, Scheme="internet-facing")["LoadBalancers"][0]["LoadBalancerArn"]
    seen = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "shop"}
    for name in ["idle", "shop"]:
        acl = waf.create_web_acl(Name=name, Scope="REGIONAL", DefaultAction={"Allow": {}}, VisibilityConfig=seen)["Summary"]["ARN"]
    waf.associate_web_acl(WebACLArn=acl, ResourceArn=balancer)


identities()
buckets()
for place in [HOME, OTHER]:
    network(place)
contacts()
recording()
stores()
machines()
alarms()
programs()
fronts()
containers()
organisation()
neighbours()
walls()
