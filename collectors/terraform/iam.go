package terraform

import (
	"slices"
	"strconv"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// An identity is a user, a group or a role, of which the three have much in common.
type identity struct {
	*partial
	visit *visit
	of    *instance
	who   string // "group", "role" or "user"
}

func (v *visit) identity(i *instance, who string) *identity {
	return &identity{&partial{estate: v.estate}, v, i, who}
}

// children are companions; with a doubtful one, the facts at places have a gap.
func (d *identity) children(slot string, places ...string) []*instance {
	sure, doubtful := d.estate.children(d.of, slot)
	if len(doubtful) > 0 {
		d.doubt(doubtful[0], places...)
	}
	return sure
}

// attached are the managed policies. Only a role says itself which it has.
func (d *identity) attached() []string {
	var out []string
	own := d.of.at("managed_policy_arns")
	complete := !d.of.exists() || d.who == "role" && isList(own) && !own.open()
	for _, item := range own.items() {
		if arn, ok := item.text(); ok {
			out = append(out, arn)
		}
	}
	if own.open() && !own.unset() {
		d.unread(own, "attached_policies")
	}
	slots := []string{"aws_iam_" + d.who + "_policy_attachment." + d.who, "aws_iam_policy_attachment." + d.who + "s"}
	for _, slot := range slots { // what was read before the plan has them still
		for _, g := range d.estate.gone[[2]string{d.of.address, slot}] {
			is, _ := g.at("policy_arn").text()
			out = slices.DeleteFunc(out, func(arn string) bool { return arn == is })
		}
	}
	for _, slot := range slots {
		for _, child := range d.children(slot, "attached_policies") {
			if arn := d.refer(child.at("policy_arn"), "attached_policies", "aws_iam_policy"); arn != nil {
				out = append(out, *arn)
			}
		}
	}
	if !complete {
		d.elsewhere(d.of, "which other policies are attached", "attached_policies")
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// inline are the policies that are part of the identity.
func (d *identity) inline() []kinds.InlinePolicy {
	var out []kinds.InlinePolicy
	add := func(name, document value) {
		is, known := name.text()
		i := slices.IndexFunc(out, func(p kinds.InlinePolicy) bool { return known && p.Name == is })
		if i < 0 {
			i, out = len(out), append(out, kinds.InlinePolicy{Name: is})
		}
		if !known {
			d.unread(name, element("inline_policies", i, "name"))
		}
		out[i].Statements = d.document(document, element("inline_policies", i, "statements"))
	}
	own := d.of.at("inline_policy")
	complete := !d.of.exists() || d.who == "role" && isList(own) && !own.open()
	slot := "aws_iam_" + d.who + "_policy." + d.who
	gone := d.estate.gone[[2]string{d.of.address, slot}]
	for _, item := range own.items() {
		name := item.at("name")
		if is, _ := name.text(); is == "" && item.at("policy").null() || slices.ContainsFunc(gone, func(g *instance) bool {
			was, _ := g.at("name").text()
			return was == is
		}) {
			continue // the provider writes an empty block for none
		}
		add(name, item.at("policy"))
	}
	if own.unknown == true && !own.unmade() {
		d.undecided(own, "inline_policies")
	}
	for _, child := range d.children(slot, "inline_policies") {
		add(child.at("name"), child.at("policy"))
	}
	if !complete {
		d.elsewhere(d.of, "which other policies it has", "inline_policies")
	}
	return out
}

// created is when a thing was made, as far as a plan can know.
func (d *identity) created() string {
	if date, ok := d.of.at("create_date").text(); ok && date != "" {
		return date
	}
	if d.of.exists() {
		d.gap("created", collectors.OutsidePlan, "neither a plan nor a state says when it was made", d.of.address)
	} else {
		d.gap("created", collectors.AfterApply, "it is made when the plan is applied", d.of.address)
	}
	return ""
}

func (d *identity) name() string {
	name, _ := d.of.at("name").text()
	return name
}

func (d *identity) path() string {
	path := d.text(d.of.at("path"), "path")
	if path == "" {
		return "/"
	}
	return path
}

func (v *visit) user(i *instance) error {
	d := v.identity(i, "user")
	facts := kinds.User{
		Path: d.path(), Created: d.created(), AttachedPolicies: d.attached(), InlinePolicies: d.inline(),
		PermissionsBoundary: d.refer(i.at("permissions_boundary"), "permissions_boundary", "aws_iam_policy"), AccessKeys: map[string]kinds.AccessKey{},
	}
	for _, m := range d.children("aws_iam_user_group_membership.user", "groups") {
		for _, g := range d.names(m.at("groups"), "groups", "aws_iam_group") {
			facts.Groups = append(facts.Groups, g)
		}
	}
	for _, m := range d.children("aws_iam_group_membership.users", "groups") {
		facts.Groups = append(facts.Groups, d.names(m.at("group"), "groups", "aws_iam_group")...)
	}
	slices.Sort(facts.Groups)
	facts.Groups = slices.Compact(facts.Groups)
	if i.exists() {
		d.elsewhere(i, "what else the user has", "access_keys", "console", "groups", "mfa", "signing_certificates")
	}
	if profiles := d.children("aws_iam_user_login_profile.user", "console"); len(profiles) > 0 && !i.exists() {
		facts.Console = &kinds.Console{}
		d.gap("console.last_changed", collectors.AfterApply, "it is made when the plan is applied", profiles[0].address)
	}
	for n, key := range d.children("aws_iam_access_key.user", "access_keys") {
		if i.exists() {
			continue
		}
		place := strconv.Itoa(n + 1)
		status := key.at("status")
		is, _ := status.text()
		facts.AccessKeys[place] = kinds.AccessKey{Active: is != "Inactive"}
		if !status.unset() && is == "" {
			d.unread(status, collectors.PathOf("access_keys", place, "active").String())
		}
		d.gap(collectors.PathOf("access_keys", place, "rotated").String(), collectors.AfterApply, "it is made when the plan is applied", key.address)
	}
	return v.emit("aws.iam.user", i, d.name(), facts, d.partial)
}

// names are the names of planned resources, known or meant by a reference.
func (p *partial) names(v value, place string, types ...string) []string {
	var out []string
	items := v.items()
	if !isList(v) {
		items = []value{v}
	}
	open := false
	for _, item := range items {
		if s, ok := item.text(); ok {
			out = append(out, s)
		} else {
			open = open || !item.null()
		}
	}
	if !open {
		return out
	}
	t := &tracker{estate: p.estate}
	for _, lead := range t.follow(v.of.scope, v.of, v.of.key, v.references(), 0) {
		name, known := lead.instance.at("name").text()
		if t.lost || !known || !slices.Contains(types, lead.instance.typ) {
			p.unread(v, place)
			return out
		}
		out = append(out, name)
	}
	if t.lost || len(out) == 0 {
		p.unread(v, place)
	}
	return out
}

func (v *visit) group(i *instance) error {
	d := v.identity(i, "group")
	facts := kinds.Group{Path: d.path(), AttachedPolicies: d.attached(), InlinePolicies: d.inline()}
	for _, m := range d.children("aws_iam_group_membership.group", "members") {
		facts.Members = append(facts.Members, d.names(m.at("users"), "members", "aws_iam_user")...)
	}
	for _, m := range d.children("aws_iam_user_group_membership.groups", "members") {
		facts.Members = append(facts.Members, d.names(m.at("user"), "members", "aws_iam_user")...)
	}
	slices.Sort(facts.Members)
	facts.Members = slices.Compact(facts.Members)
	if i.exists() {
		d.elsewhere(i, "who else is a member", "members")
	}
	return v.emit("aws.iam.group", i, d.name(), facts, d.partial)
}

func (v *visit) role(i *instance) error {
	d := v.identity(i, "role")
	facts := kinds.Role{
		Path: d.path(), Created: d.created(), Trust: d.document(i.at("assume_role_policy"), "trust"),
		AttachedPolicies: d.attached(), InlinePolicies: d.inline(),
		PermissionsBoundary: d.refer(i.at("permissions_boundary"), "permissions_boundary", "aws_iam_policy"),
	}
	facts.ServiceLinked = strings.HasPrefix(facts.Path, "/aws-service-role/")
	if i.exists() {
		d.elsewhere(i, "when the role was used", "last_used")
	}
	return v.emit("aws.iam.role", i, d.name(), facts, d.partial)
}

func (v *visit) policy(i *instance) error {
	d := v.identity(i, "policy")
	facts := kinds.Policy{Path: d.path(), Created: d.created(), Version: "v1", Statements: d.document(i.at("policy"), "statements")}
	for _, slot := range []string{"aws_iam_group_policy_attachment", "aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment"} {
		facts.Attachments += len(d.children(slot+".policy_arn", "attachments"))
	}
	for _, many := range d.children("aws_iam_policy_attachment.policy_arn", "attachments") {
		for _, name := range []string{"groups", "roles", "users"} {
			facts.Attachments += many.at(name).count()
		}
	}
	for _, slot := range []string{"aws_iam_role.permissions_boundary", "aws_iam_user.permissions_boundary"} {
		facts.Boundaries += len(d.children(slot, "boundaries"))
	}
	if i.exists() {
		d.elsewhere(i, "what else the policy is attached to", "boundaries", "version")
		if facts.Attachments == 0 {
			d.elsewhere(i, "what else the policy is attached to", "attachments")
		}
	}
	return v.emit("aws.iam.policy", i, d.name(), facts, d.partial)
}
