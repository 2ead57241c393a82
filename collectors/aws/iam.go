package aws

import (
	"context"
	"path"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/smithy-go"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

func iamEntry() entry {
	return entry{
		service: "iam", scope: global,
		kinds: []string{"aws.iam.group", "aws.iam.password_policy", "aws.iam.policy", "aws.iam.role", "aws.iam.root", "aws.iam.server_certificate", "aws.iam.user"},
		actions: []string{
			"iam:GenerateCredentialReport", "iam:GetAccountAuthorizationDetails", "iam:GetAccountPasswordPolicy", "iam:GetAccountSummary",
			"iam:GetCredentialReport", "iam:ListServerCertificates", "iam:ListVirtualMFADevices",
		},
		collect: collectIAM,
	}
}

func collectIAM(ctx context.Context, v *visit, region string) error {
	client := iam.NewFromConfig(v.in(region))
	report, reportErr := readCredentialReport(ctx, client)
	if err := v.root(ctx, client, report, reportErr); err != nil {
		return err
	}
	if err := v.passwordPolicy(ctx, client); err != nil {
		return err
	}
	if err := v.serverCertificates(ctx, client); err != nil {
		return err
	}
	var d details
	err := d.read(ctx, v, client)
	if err != nil {
		v.kindGap(err, everywhere, "aws.iam.group", "aws.iam.policy", "aws.iam.role", "aws.iam.user")
	}
	for _, user := range d.users {
		if err := v.user(user, report, reportErr); err != nil {
			return err
		}
	}
	for _, group := range d.groups {
		if err := v.group(group, d, err); err != nil {
			return err
		}
	}
	for _, role := range d.roles {
		if err := v.role(role); err != nil {
			return err
		}
	}
	for _, policy := range d.policies {
		if err := v.policy(policy); err != nil {
			return err
		}
	}
	return nil
}

// details is what GetAccountAuthorizationDetails tells.
type details struct {
	users    []types.UserDetail
	groups   []types.GroupDetail
	roles    []types.RoleDetail
	policies []types.ManagedPolicyDetail
}

// read reads all pages. With an error the details hold what was read before it.
func (d *details) read(ctx context.Context, v *visit, client *iam.Client) error {
	list := iam.NewGetAccountAuthorizationDetailsPaginator(client, &iam.GetAccountAuthorizationDetailsInput{
		Filter:   []types.EntityType{types.EntityTypeUser, types.EntityTypeGroup, types.EntityTypeRole, types.EntityTypeLocalManagedPolicy},
		MaxItems: sdk.Int32(1000),
	})
	return v.pages("IAM", "GetAccountAuthorizationDetails", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		d.users, d.groups = append(d.users, page.UserDetailList...), append(d.groups, page.GroupDetailList...)
		d.roles, d.policies = append(d.roles, page.RoleDetailList...), append(d.policies, page.Policies...)
		return page.Marker, nil
	})
}

// document reads a policy document; when it cannot be read, the fact at place has a gap.
func (p *partial) document(text *string, operation, place string) []kinds.Statement {
	statements, err := kinds.ParseDocument(sdk.ToString(text))
	if err != nil {
		p.ok(&smithy.OperationError{ServiceID: "IAM", OperationName: operation, Err: &answerError{err.Error()}}, place)
	}
	return statements
}

func (p *partial) inline(policies []types.PolicyDetail) []kinds.InlinePolicy {
	var out []kinds.InlinePolicy
	for i, d := range policies {
		place := collectors.PathOf("inline_policies", i, "statements").String()
		out = append(out, kinds.InlinePolicy{
			Name: sdk.ToString(d.PolicyName), Statements: p.document(d.PolicyDocument, "GetAccountAuthorizationDetails", place),
		})
	}
	return out
}

func attached(policies []types.AttachedPolicy) []string {
	var out []string
	for _, a := range policies {
		out = append(out, sdk.ToString(a.PolicyArn))
	}
	return sorted(out)
}

func boundary(b *types.AttachedPermissionsBoundary) *string {
	if b == nil {
		return nil
	}
	return b.PermissionsBoundaryArn
}

func iamTags(list []types.Tag) map[string]string {
	out := map[string]string{}
	for _, t := range list {
		out[sdk.ToString(t.Key)] = sdk.ToString(t.Value)
	}
	return out
}

func (v *visit) user(d types.UserDetail, report credentialReport, reportErr error) error {
	var p partial
	facts := kinds.User{
		Path: sdk.ToString(d.Path), Created: sdk.ToString(moment(d.CreateDate)), Groups: sorted(d.GroupList),
		AttachedPolicies: attached(d.AttachedManagedPolicies), InlinePolicies: p.inline(d.UserPolicyList),
		PermissionsBoundary: boundary(d.PermissionsBoundary),
	}
	paths := []string{"console", "mfa", "access_keys", "signing_certificates"}
	if p.ok(reportErr, paths...) {
		row, ok := report[sdk.ToString(d.Arn)]
		if ok {
			row.fill(&facts)
		} else {
			p.ok(&smithy.OperationError{ServiceID: "IAM", OperationName: "GetCredentialReport", Err: errTooNew}, paths...)
		}
	}
	return v.emit(collectors.Head{Kind: "aws.iam.user", ID: sdk.ToString(d.Arn), Name: sdk.ToString(d.UserName), Tags: iamTags(d.Tags)}, facts, p)
}

// group tells one group. Its members stand on the users; listErr says why the users are not all known.
func (v *visit) group(d types.GroupDetail, all details, listErr error) error {
	var p partial
	facts := kinds.Group{
		Path: sdk.ToString(d.Path), AttachedPolicies: attached(d.AttachedManagedPolicies), InlinePolicies: p.inline(d.GroupPolicyList),
	}
	if p.ok(listErr, "members") {
		for _, user := range all.users {
			for _, group := range user.GroupList {
				if group == sdk.ToString(d.GroupName) {
					facts.Members = append(facts.Members, sdk.ToString(user.UserName))
				}
			}
		}
		facts.Members = sorted(facts.Members)
	}
	return v.emit(collectors.Head{Kind: "aws.iam.group", ID: sdk.ToString(d.Arn), Name: sdk.ToString(d.GroupName)}, facts, p)
}

func (v *visit) role(d types.RoleDetail) error {
	var p partial
	facts := kinds.Role{
		Path: sdk.ToString(d.Path), Created: sdk.ToString(moment(d.CreateDate)),
		ServiceLinked:    strings.HasPrefix(sdk.ToString(d.Path), "/aws-service-role/"),
		Trust:            p.document(d.AssumeRolePolicyDocument, "GetAccountAuthorizationDetails", "trust"),
		AttachedPolicies: attached(d.AttachedManagedPolicies), InlinePolicies: p.inline(d.RolePolicyList),
		PermissionsBoundary: boundary(d.PermissionsBoundary),
	}
	if d.RoleLastUsed != nil {
		facts.LastUsed = moment(d.RoleLastUsed.LastUsedDate)
	}
	return v.emit(collectors.Head{Kind: "aws.iam.role", ID: sdk.ToString(d.Arn), Name: sdk.ToString(d.RoleName), Tags: iamTags(d.Tags)}, facts, p)
}

func (v *visit) policy(d types.ManagedPolicyDetail) error {
	var p partial
	facts := kinds.Policy{
		Path: sdk.ToString(d.Path), Created: sdk.ToString(moment(d.CreateDate)), Version: sdk.ToString(d.DefaultVersionId),
		Attachments: int(sdk.ToInt32(d.AttachmentCount)), Boundaries: int(sdk.ToInt32(d.PermissionsBoundaryUsageCount)),
	}
	var document *string
	for _, version := range d.PolicyVersionList {
		if version.IsDefaultVersion {
			document = version.Document
		}
	}
	facts.Statements = p.document(document, "GetAccountAuthorizationDetails", "statements")
	return v.emit(collectors.Head{Kind: "aws.iam.policy", ID: sdk.ToString(d.Arn), Name: path.Base(sdk.ToString(d.Arn))}, facts, p)
}
