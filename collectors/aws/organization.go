package aws

import (
	"cmp"
	"context"
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// orgID is the SDK's id of the service.
const orgID = "Organizations"

// allowsAll is the control policy that AWS attaches everywhere and that forbids nothing.
const allowsAll = "p-FullAWSAccess"

func organizationEntry() entry {
	return entry{
		service: "organizations", scope: global, kinds: []string{"aws.organization"},
		actions: []string{
			"iam:ListOrganizationsFeatures", "organizations:DescribeOrganization", "organizations:DescribeResourcePolicy",
			"organizations:ListDelegatedAdministrators", "organizations:ListPolicies", "organizations:ListRoots", "organizations:ListTargetsForPolicy",
		},
		collect: collectOrganization,
	}
}

func collectOrganization(ctx context.Context, v *visit, region string) error {
	client := organizations.NewFromConfig(v.in(region))
	out, err := client.DescribeOrganization(ctx, nil)
	if absent(err) {
		return nil
	}
	if err == nil && (out.Organization == nil || out.Organization.Arn == nil) {
		err = holdsNothing(orgID, "DescribeOrganization")
	}
	if err != nil {
		v.kindGap(err, everywhere, "aws.organization")
		return nil
	}
	var p partial
	is := out.Organization
	facts := kinds.Organization{
		ManagementAccount: sdk.ToString(is.MasterAccountId), Management: sdk.ToString(is.MasterAccountId) == v.account,
		AllFeatures: is.FeatureSet == types.OrganizationFeatureSetAll,
	}
	if facts.Management {
		facts.Managed = &kinds.ManagedOrganization{}
		v.managed(ctx, client, region, facts.Managed, &p)
	}
	return v.emit(collectors.Head{Kind: "aws.organization", ID: sdk.ToString(is.Arn), Name: sdk.ToString(is.Id)}, facts, p)
}

// managed reads what only the management account sees.
func (v *visit) managed(ctx context.Context, client *organizations.Client, region string, facts *kinds.ManagedOrganization, p *partial) {
	roots, err := client.ListRoots(ctx, &organizations.ListRootsInput{}) // there is one
	if p.ok(err, "managed.root", "managed.control_policies") && p.has(len(roots.Roots) > 0, orgID, "ListRoots", "managed.root", "managed.control_policies") {
		facts.Root = sdk.ToString(roots.Roots[0].Id)
		for _, t := range roots.Roots[0].PolicyTypes {
			if t.Type == types.PolicyTypeServiceControlPolicy && t.Status == types.PolicyTypeStatusEnabled {
				facts.ControlPolicies = true
			}
		}
	}
	facts.Guardrails, err = v.guardrails(ctx, client)
	p.ok(err, "managed.guardrails")
	admins := organizations.NewListDelegatedAdministratorsPaginator(client, &organizations.ListDelegatedAdministratorsInput{})
	p.ok(v.pages(orgID, "ListDelegatedAdministrators", admins.HasMorePages, func() (*string, error) {
		page, err := admins.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, a := range page.DelegatedAdministrators {
			facts.DelegatedAdmins = append(facts.DelegatedAdmins, sdk.ToString(a.Id))
		}
		return page.NextToken, nil
	}), "managed.delegated_admins")
	slices.Sort(facts.DelegatedAdmins)
	policy, err := client.DescribeResourcePolicy(ctx, nil)
	if !absent(err) && p.ok(err, "managed.delegation") && p.has(policy.ResourcePolicy != nil, orgID, "DescribeResourcePolicy", "managed.delegation") {
		statements, err := kinds.ParseDocument(sdk.ToString(policy.ResourcePolicy.Content))
		facts.Delegation = statements
		p.has(err == nil, orgID, "DescribeResourcePolicy", "managed.delegation")
	}
	features, err := iam.NewFromConfig(v.in(region)).ListOrganizationsFeatures(ctx, nil)
	if !absent(err) && p.ok(err, "managed.root_credentials", "managed.root_sessions") {
		facts.RootCredentials = slices.Contains(features.EnabledFeatures, iamtypes.FeatureTypeRootCredentialsManagement)
		facts.RootSessions = slices.Contains(features.EnabledFeatures, iamtypes.FeatureTypeRootSessions)
	}
}

// guardrails are the service control policies besides AWS's own.
func (v *visit) guardrails(ctx context.Context, client *organizations.Client) ([]kinds.Guardrail, error) {
	var out []kinds.Guardrail
	list := organizations.NewListPoliciesPaginator(client, &organizations.ListPoliciesInput{Filter: types.PolicyTypeServiceControlPolicy})
	err := v.pages(orgID, "ListPolicies", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, policy := range page.Policies {
			if sdk.ToString(policy.Id) == allowsAll {
				continue
			}
			is := kinds.Guardrail{Name: sdk.ToString(policy.Name)}
			targets := organizations.NewListTargetsForPolicyPaginator(client, &organizations.ListTargetsForPolicyInput{PolicyId: policy.Id})
			if err := v.pages(orgID, "ListTargetsForPolicy", targets.HasMorePages, func() (*string, error) {
				page, err := targets.NextPage(ctx)
				if err != nil {
					return nil, err
				}
				for _, t := range page.Targets {
					is.Targets = append(is.Targets, sdk.ToString(t.TargetId))
				}
				return page.NextToken, nil
			}); err != nil {
				return nil, err
			}
			slices.Sort(is.Targets)
			out = append(out, is)
		}
		return page.NextToken, nil
	})
	slices.SortFunc(out, func(a, b kinds.Guardrail) int { return cmp.Compare(a.Name, b.Name) })
	return out, err
}
