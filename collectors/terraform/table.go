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
		{"aws.ec2.security_group", []string{"aws_security_group", "aws_default_security_group"}, (*visit).securityGroup},
		{"aws.iam.group", []string{"aws_iam_group"}, (*visit).group},
		{"aws.iam.password_policy", []string{"aws_iam_account_password_policy"}, (*visit).passwordPolicy},
		{"aws.iam.policy", []string{"aws_iam_policy"}, (*visit).policy},
		{"aws.iam.role", []string{"aws_iam_role"}, (*visit).role},
		{"aws.iam.user", []string{"aws_iam_user"}, (*visit).user},
		{"aws.s3.bucket", []string{"aws_s3_bucket"}, (*visit).bucket},
	}
}

// accountWide are kinds that no plan holds.
func accountWide(kind string) bool {
	return slices.Contains([]string{"aws.iam.root"}, kind) || strings.HasSuffix(kind, ".settings")
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
	if head.Region = v.regionOf(i); head.Region == "" {
		p.gap("origin.region", collectors.OutsidePlan, "the plan does not say which region it is for", i.address)
	}
	head.File, head.Line = v.places.of(i)
	return v.sink.Resource(head, facts, p.gaps...)
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
		if unread := v.unread(); !told[k.Name] && !accountWide(k.Name) && unread != "" {
			gap.Cause, gap.Detail = collectors.Unsupported, "this kind is not read from a plan yet, and "+unread+" may be of it"
		}
		if k.Name != "aws.account" || len(v.byType["aws_s3_account_public_access_block"]) == 0 {
			v.sink.Gap(gap)
		}
	}
}

// unread is the address of a resource whose type nothing here knows, or "".
func (v *visit) unread() string {
	known := map[string]bool{}
	for _, e := range table() {
		for _, typ := range e.types {
			known[typ] = true
		}
	}
	for _, l := range links() {
		known[l.child] = true
	}
	for _, i := range v.instances {
		if !i.data && strings.HasPrefix(i.typ, "aws_") && !known[i.typ] && !slices.Contains(harmless, i.typ) {
			return i.address
		}
	}
	return ""
}

// harmless are types that are part of no kind.
var harmless = []string{
	"aws_iam_instance_profile", "aws_internet_gateway", "aws_route", "aws_route_table", "aws_route_table_association", "aws_s3_bucket_notification",
	"aws_s3_object", "aws_subnet",
}
