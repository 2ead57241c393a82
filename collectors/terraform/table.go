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
		{"aws.acm.certificate", []string{"aws_acm_certificate"}, (*visit).certificate},
		{"aws.apigateway.stage", []string{"aws_api_gateway_stage"}, (*visit).restStage},
		{"aws.apigateway.stage", []string{"aws_apigatewayv2_stage"}, (*visit).httpStage},
		{"aws.apigateway.stage", []string{"aws_api_gateway_deployment", "aws_apigatewayv2_api"}, (*visit).madeBeside},
		{"aws.backup.plan", []string{"aws_backup_plan"}, (*visit).backupPlan},
		{"aws.backup.vault", []string{"aws_backup_vault"}, (*visit).vault},
		{"aws.budgets.budget", []string{"aws_budgets_budget"}, (*visit).budget},
		{"aws.cloudfront.distribution", []string{"aws_cloudfront_distribution"}, (*visit).distribution},
		{"aws.cloudtrail.trail", []string{"aws_cloudtrail"}, (*visit).trail},
		{"aws.cloudwatch.alarm", []string{"aws_cloudwatch_metric_alarm"}, (*visit).alarm},
		{"aws.dynamodb.table", []string{"aws_dynamodb_table"}, (*visit).dynamoTable},
		{"aws.ec2.address", []string{"aws_eip"}, (*visit).elasticAddress},
		{"aws.ec2.endpoint", []string{"aws_vpc_endpoint"}, (*visit).endpoint},
		{"aws.ec2.instance", []string{"aws_instance"}, (*visit).machine},
		{"aws.ec2.network_acl", []string{"aws_network_acl", "aws_default_network_acl"}, (*visit).networkACL},
		{"aws.ec2.peering", []string{"aws_vpc_peering_connection"}, (*visit).peering},
		{"aws.ec2.security_group", []string{"aws_security_group", "aws_default_security_group"}, (*visit).securityGroup},
		{"aws.ec2.volume", []string{"aws_ebs_volume"}, (*visit).volume},
		{"aws.ec2.vpc", []string{"aws_vpc", "aws_default_vpc"}, (*visit).network},
		{"aws.ecr.repository", []string{"aws_ecr_repository"}, (*visit).images},
		{"aws.efs.file_system", []string{"aws_efs_file_system"}, (*visit).fileSystem},
		{"aws.eks.cluster", []string{"aws_eks_cluster"}, (*visit).cluster},
		{"aws.elb.load_balancer", []string{"aws_lb", "aws_alb"}, (*visit).loadBalancer},
		{"aws.elb.target_group", targetGroupTypes, (*visit).targetGroup},
		{"aws.events.bus", []string{"aws_cloudwatch_event_bus"}, (*visit).bus},
		{"aws.iam.group", []string{"aws_iam_group"}, (*visit).group},
		{"aws.iam.password_policy", []string{"aws_iam_account_password_policy"}, (*visit).passwordPolicy},
		{"aws.iam.policy", []string{"aws_iam_policy"}, (*visit).policy},
		{"aws.iam.role", []string{"aws_iam_role"}, (*visit).role},
		{"aws.iam.server_certificate", []string{"aws_iam_server_certificate"}, (*visit).serverCertificate},
		{"aws.iam.user", []string{"aws_iam_user"}, (*visit).user},
		{"aws.kms.key", []string{"aws_kms_key"}, (*visit).key},
		{"aws.lambda.function", []string{"aws_lambda_function"}, (*visit).function},
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

// accountWide are kinds that no plan holds.
func accountWide(kind string) bool {
	return slices.Contains([]string{"aws.backup.resource", "aws.iam.root", "aws.organization"}, kind) || strings.HasSuffix(kind, ".settings")
}

// A visit is one reading of one plan. One goroutine uses it.
type visit struct {
	*estate
	sink    collectors.Sink
	options options
	// inUse are the things that others use, by what they are, and balancers who sends calls to each target group: each is worked
	// out when it is first asked for.
	inUse     map[string]map[*instance]bool
	balancers map[*instance][]string
}

func newVisit(e *estate, sink collectors.Sink, chosen options) *visit {
	return &visit{estate: e, sink: sink, options: chosen, inUse: map[string]map[*instance]bool{}}
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
	for _, l := range v.links {
		sure, doubtful := v.children(i, l.slot())
		gone := v.gone[[2]string{i.address, l.slot()}]
		if len(gone) > 0 || slices.ContainsFunc(slices.Concat(sure, doubtful), (*instance).changes) {
			return true
		}
	}
	return slices.ContainsFunc(v.beside(i), (*instance).changes)
}

// beside are the companions that no single attribute joins to a resource.
func (v *visit) beside(i *instance) []*instance {
	switch i.typ {
	case "aws_api_gateway_stage":
		sure, doubtful := v.settingsOf(i)
		gone, _ := v.settingsAmong(v.removed, i)
		out := slices.Concat(sure, doubtful, gone)
		if api := v.thing(i.at("rest_api_id"), []string{"id"}, "aws_api_gateway_rest_api"); api != nil {
			out = append(out, api)
			for _, slot := range []string{"aws_api_gateway_method.rest_api_id", "aws_api_gateway_rest_api_policy.rest_api_id"} {
				sure, doubtful := v.children(api, slot)
				out = slices.Concat(out, sure, doubtful, v.gone[[2]string{api.address, slot}])
			}
		}
		return out
	case "aws_apigatewayv2_stage":
		api := v.thing(i.at("api_id"), []string{"id"}, "aws_apigatewayv2_api")
		if api == nil {
			return nil
		}
		sure, doubtful := v.children(api, "aws_apigatewayv2_route.api_id")
		return slices.Concat([]*instance{api}, sure, doubtful, v.gone[[2]string{api.address, "aws_apigatewayv2_route.api_id"}])
	case "aws_vpc_peering_connection":
		var out []*instance
		for _, typ := range tableTypes {
			for _, t := range v.byType[typ] {
				if slices.ContainsFunc(t.at("route").items(), func(r value) bool { return v.thing(r.at("vpc_peering_connection_id"), []string{"id"}, i.typ) == i }) {
					out = append(out, t)
				}
			}
		}
		return out
	}
	return nil
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

// outside says of each kind that the plan does not show all of it. A kind that nothing here reads is said not to be.
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
		if !told[k.Name] && !accountWide(k.Name) {
			gap.Cause, gap.Detail = collectors.Unsupported, "this kind is not read from a plan"
		}
		if k.Name != "aws.account" || len(v.byType["aws_s3_account_public_access_block"]) == 0 {
			v.sink.Gap(gap)
		}
	}
}
