package terraform

import (
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// An entry is one kind: the types of resources that are it, and the function that tells one.
type entry struct {
	kind  string
	types []string
	// tell tells the resource of one instance. An error is a defect.
	tell func(v *visit, i *instance) error
}

// table lists the kinds that are read, sorted.
func table() []entry {
	return []entry{
		{"aws.account", []string{"aws_s3_account_public_access_block"}, (*visit).accountBlock},
		{"aws.backup.plan", []string{"aws_backup_plan"}, (*visit).backupPlan},
		{"aws.backup.vault", []string{"aws_backup_vault"}, (*visit).vault},
		{"aws.budgets.budget", []string{"aws_budgets_budget"}, (*visit).budget},
		{"aws.cloudfront.distribution", []string{"aws_cloudfront_distribution"}, (*visit).distribution},
		{"aws.cloudtrail.trail", []string{"aws_cloudtrail"}, (*visit).trail},
		{"aws.cloudwatch.alarm", []string{"aws_cloudwatch_metric_alarm"}, (*visit).alarm},
		{"aws.dynamodb.table", []string{"aws_dynamodb_table"}, (*visit).dynamoTable},
		{"aws.ec2.endpoint", []string{"aws_vpc_endpoint"}, (*visit).endpoint},
		{"aws.ec2.instance", []string{"aws_instance"}, (*visit).machine},
		{"aws.ec2.security_group", []string{"aws_security_group", "aws_default_security_group"}, (*visit).securityGroup},
		{"aws.ec2.volume", []string{"aws_ebs_volume"}, (*visit).volume},
		{"aws.ec2.vpc", []string{"aws_vpc", "aws_default_vpc"}, (*visit).network},
		{"aws.ecr.repository", []string{"aws_ecr_repository"}, (*visit).images},
		{"aws.efs.file_system", []string{"aws_efs_file_system"}, (*visit).fileSystem},
		{"aws.eks.cluster", []string{"aws_eks_cluster"}, (*visit).cluster},
		{"aws.elb.load_balancer", []string{"aws_lb", "aws_alb"}, (*visit).loadBalancer},
		{"aws.events.bus", []string{"aws_cloudwatch_event_bus"}, (*visit).bus},
		{"aws.iam.group", []string{"aws_iam_group"}, (*visit).group},
		{"aws.iam.password_policy", []string{"aws_iam_account_password_policy"}, (*visit).passwordPolicy},
		{"aws.iam.policy", []string{"aws_iam_policy"}, (*visit).policy},
		{"aws.iam.role", []string{"aws_iam_role"}, (*visit).role},
		{"aws.iam.user", []string{"aws_iam_user"}, (*visit).user},
		{"aws.kms.key", []string{"aws_kms_key"}, (*visit).key},
		{"aws.logs.group", []string{"aws_cloudwatch_log_group"}, (*visit).logGroup},
		{"aws.logs.metric_filter", []string{"aws_cloudwatch_log_metric_filter"}, (*visit).metricFilter},
		{"aws.rds.cluster", []string{"aws_rds_cluster"}, (*visit).database},
		{"aws.rds.instance", []string{"aws_db_instance"}, (*visit).database},
		{"aws.rds.instance", []string{"aws_rds_cluster_instance"}, (*visit).member},
		{"aws.s3.bucket", []string{"aws_s3_bucket"}, (*visit).bucket},
		{"aws.secretsmanager.secret", []string{"aws_secretsmanager_secret"}, (*visit).secret},
		{"aws.sns.topic", []string{"aws_sns_topic"}, (*visit).topic},
		{"aws.sqs.queue", []string{"aws_sqs_queue"}, (*visit).queue},
	}
}

// notYet are the kinds that a plan may hold and that are not read from one, with the types that would be it, and why not:
//
//   - certificates: what is judged of them, the status and the last day, is set when they are issued, or stands in their text;
//   - stages of API Gateway and Lambda functions: settings of a stage name it by two attributes, and permissions are statements
//     that are spread over resources; a join by one attribute would give them to the wrong one;
//   - addresses and target groups: what is judged is what uses them and whether it answers, which only the account shows;
//   - peerings and network ACLs: the routes, and the order of entries, may come from outside of the plan.
func notYet() map[string][]string {
	return map[string][]string{
		"aws.acm.certificate": {"aws_acm_certificate"},
		"aws.apigateway.stage": {
			"aws_api_gateway_stage", "aws_api_gateway_deployment", "aws_api_gateway_method_settings", "aws_api_gateway_rest_api", "aws_apigatewayv2_api",
			"aws_apigatewayv2_stage",
		},
		"aws.ec2.address": {"aws_eip", "aws_eip_association"},
		"aws.ec2.peering": {
			"aws_vpc_peering_connection", "aws_vpc_peering_connection_accepter", "aws_vpc_peering_connection_options",
		},
		"aws.ec2.network_acl":        {"aws_network_acl", "aws_default_network_acl", "aws_network_acl_rule"},
		"aws.elb.target_group":       {"aws_lb_target_group", "aws_alb_target_group", "aws_lb_target_group_attachment", "aws_alb_target_group_attachment"},
		"aws.iam.server_certificate": {"aws_iam_server_certificate"},
		"aws.lambda.function":        {"aws_lambda_function", "aws_lambda_function_url", "aws_lambda_permission"},
	}
}

// accountWide are kinds that no plan holds.
func accountWide(kind string) bool {
	return slices.Contains([]string{"aws.backup.resource", "aws.iam.root", "aws.organization"}, kind) || strings.HasSuffix(kind, ".settings")
}

// A visit is one reading of one plan. One goroutine uses it.
type visit struct {
	*estate
	sink    collectors.Sink
	options options
}

// tell tells all resources of a kind.
func (v *visit) tell(e entry) error {
	for _, typ := range e.types {
		for _, i := range v.byType[typ] {
			if i.data || v.options.onlyChanged && !v.touched(i) {
				continue
			}
			if i.deferred != "" {
				v.sink.Gap(collectors.Gap{
					Kind: e.kind, Resource: printable(i.address), Cause: collectors.AfterApply, Detail: "the plan defers it " + printable(i.deferred),
					Needs: "another plan, or an audit of the account, after this plan is applied", Call: printable(i.address),
				})
				continue
			}
			if err := e.tell(v, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// touched says that the plan changes a resource or what is joined to it.
func (v *visit) touched(i *instance) bool {
	if i.changes() {
		return true
	}
	for _, l := range links() {
		sure, doubtful := v.children(i, l.slot())
		gone := v.gone[[2]string{i.address, l.slot()}]
		if len(gone) > 0 || slices.ContainsFunc(slices.Concat(sure, doubtful), (*instance).changes) {
			return true
		}
	}
	return false
}

// emit tells one resource.
func (v *visit) emit(kind string, i *instance, name string, facts any, p *partial) error {
	head := collectors.Head{Kind: kind, ID: printable(i.address), Name: printable(name), Tags: p.tags(i)}
	if name == "" {
		head.Name = head.ID
	}
	if head.Account = v.accountOf(i); head.Account == "" {
		p.gap("origin.account", collectors.OutsidePlan, "the plan does not say which account it is for; the option account does", i.address)
	}
	if head.Region = v.regionOf(i); global(kind) {
		head.Region = ""
	} else if head.Region == "" {
		p.gap("origin.region", collectors.OutsidePlan, "the plan does not say which region it is for", i.address)
	}
	head.File, head.Line = v.places.of(i)
	return v.sink.Resource(head, facts, p.outermost()...)
}

// global says that a kind has no region.
func global(kind string) bool {
	return slices.Contains([]string{"aws.account", "aws.budgets.budget", "aws.cloudfront.distribution"}, kind) || strings.HasPrefix(kind, "aws.iam.")
}

// accountOf is the number of the account that an instance is in, as far as it is known.
func (v *visit) accountOf(i *instance) string {
	if arn, ok := i.at("arn").text(); ok {
		if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 && len(parts[4]) == 12 {
			return parts[4]
		}
	}
	if v.estate.account != "" {
		return v.estate.account
	}
	if len(v.providers) > 1 {
		return "" // each may lead to another account
	}
	for _, d := range v.byType["aws_caller_identity"] {
		if number, ok := d.at("account_id").text(); ok && d.data && d.scope.parent == nil {
			return number
		}
	}
	return ""
}

// regionOf is the region of an instance, as far as it is known.
func (v *visit) regionOf(i *instance) string {
	if region, ok := i.at("region").text(); ok && region != "" {
		return region
	}
	if arn, ok := i.at("arn").text(); ok {
		if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 && parts[3] != "" {
			return parts[3]
		}
	}
	if i.config == nil {
		return ""
	}
	provider := v.providers[i.config.ProviderConfigKey]
	if provider == nil || provider.Expressions["region"] == nil || provider.Expressions["region"].ExpressionData == nil {
		return ""
	}
	region, _ := provider.Expressions["region"].ConstantValue.(string)
	return region
}

// outside says of each kind that the plan does not show all of it, and of those that the plan has and that are not read that
// they are not.
func (v *visit) outside() {
	told := map[string]bool{}
	for _, e := range table() {
		told[e.kind] = true
	}
	for _, k := range kinds.Kinds() {
		gap := collectors.Gap{
			Kind: k.Name, Cause: collectors.OutsidePlan, Detail: "a plan does not show what else the account has",
			Needs: "an audit of the account", Call: "terraform show",
		}
		if i := v.unread(k.Name); !told[k.Name] && !accountWide(k.Name) && i != nil {
			gap.Cause, gap.Detail = collectors.Unsupported, "this kind is not read from a plan yet, and "+printable(i.address)+" may be of it"
		}
		if k.Name != "aws.account" || len(v.byType["aws_s3_account_public_access_block"]) == 0 {
			v.sink.Gap(gap)
		}
	}
}

// unread is a resource that may be of a kind that is not read: of one of its types, or, where nobody has said which these are,
// of a type that nothing here knows.
func (v *visit) unread(kind string) *instance {
	types := notYet()
	known := slices.Clone(harmless)
	for _, e := range table() {
		known = append(known, e.types...)
	}
	for _, l := range links() {
		known = append(known, l.child)
	}
	for _, others := range types {
		known = append(known, others...)
	}
	for _, i := range v.instances {
		if i.data || !strings.HasPrefix(i.typ, "aws_") {
			continue
		}
		if mine, listed := types[kind]; listed && slices.Contains(mine, i.typ) || !listed && !slices.Contains(known, i.typ) {
			return i
		}
	}
	return nil
}

// harmless are types that are part of no kind.
var harmless = []string{
	"aws_cloudwatch_composite_alarm", "aws_cloudwatch_log_delivery_source", "aws_db_parameter_group", "aws_db_subnet_group",
	"aws_ecr_registry_scanning_configuration", "aws_efs_mount_target", "aws_iam_instance_profile", "aws_iam_openid_connect_provider",
	"aws_internet_gateway", "aws_kms_alias", "aws_main_route_table_association", "aws_nat_gateway", "aws_rds_cluster_parameter_group",
	"aws_route", "aws_route53_record", "aws_route53_zone", "aws_route_table", "aws_route_table_association",
	"aws_s3_bucket_notification", "aws_s3_object", "aws_secretsmanager_secret_version", "aws_subnet",
}
