package aws

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/middleware"

	"github.com/assize/assize/collectors"
)

// orgScheme is the scheme of an organisation, whose accounts are targets of their own: aws-org:PROFILE/ACCOUNT.
const orgScheme = "aws-org"

// suspendedOption tells in a report which accounts are suspended and so were not visited. Nobody types it.
const suspendedOption = "suspended"

var (
	accountID = regexp.MustCompile(`^[0-9]{12}$`)
	// roleName is a role's name, with its path. Source: IAM User Guide, IAM and AWS STS quotas.
	roleName = regexp.MustCompile(`^([\w+=,.@-]+/)*[\w+=,.@-]{1,64}$`)
)

// member takes an organisation's address apart; account is empty when it means all of them.
func member(address string) (profile, account string) {
	i := strings.LastIndex(address, "/")
	if i < 0 || !accountID.MatchString(address[i+1:]) {
		return address, ""
	}
	return address[:i], address[i+1:]
}

// Expand implements collectors.Expander: an organisation stands for its active accounts, in the order of their numbers.
func (c *Collector) Expand(ctx context.Context, t collectors.Target) ([]collectors.Target, error) {
	profile, account := member(t.Address)
	if t.Scheme != orgScheme || account != "" {
		return []collectors.Target{t}, nil
	}
	if t.ID != "" {
		return nil, usage(fmt.Errorf("target %q: an organisation has no id of its own", t.Ref), "leave its id out: each of its accounts has one")
	}
	chosen, err := parseOptions(t.Options)
	if err == nil {
		err = chosen.needRole()
	}
	if err != nil {
		return nil, err
	}
	s, err := c.open(ctx, profile)
	if err != nil {
		return nil, err
	}
	active, suspended, err := s.accounts(ctx)
	if err != nil {
		return nil, err
	}
	var out []collectors.Target
	for _, account := range active {
		one := collectors.Target{Ref: t.Ref + "/" + account, Scheme: t.Scheme, Address: t.Address + "/" + account, ID: targetID(s.partition, account), Options: maps.Clone(t.Options)}
		if len(suspended) > 0 {
			one.Options[suspendedOption] = join(suspended)
		}
		out = append(out, one)
	}
	return out, nil
}

func targetID(partition, account string) string { return "aws:" + partition + ":" + account }

// accounts lists the accounts of the session's organisation, sorted: those that can be visited, and the suspended ones, which
// nobody can enter.
func (s *session) accounts(ctx context.Context) (active, suspended []string, err error) {
	list := organizations.NewListAccountsPaginator(organizations.NewFromConfig(s.config), &organizations.ListAccountsInput{})
	v := &visit{session: s}
	err = v.pages("Organizations", "ListAccounts", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, a := range page.Accounts {
			switch id := sdk.ToString(a.Id); {
			case !accountID.MatchString(id):
				return nil, &answerError{fmt.Sprintf("%.40q is no account", id)}
			case a.Status == types.AccountStatusSuspended || a.State == types.AccountStateSuspended || a.State == types.AccountStateClosed:
				suspended = append(suspended, id)
			default:
				active = append(active, id)
			}
		}
		return page.NextToken, nil
	})
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	switch {
	case code(err) == "AWSOrganizationsNotInUseException":
		return nil, nil, usage(fmt.Errorf("the account %s belongs to no organisation", s.account), "audit the account itself: aws:PROFILE")
	case err != nil:
		return nil, nil, usage(fmt.Errorf("list the accounts of the organisation: %s", detailOf(err)),
			"it takes organizations:ListAccounts, in the management account or one that administers by delegation")
	case len(active) == 0:
		return nil, nil, usage(errors.New("the organisation has no active account"), "is AWS_ENDPOINT_URL meant to be set?")
	}
	slices.Sort(active)
	slices.Sort(suspended)
	return slices.Compact(active), slices.Compact(suspended), nil
}

// enter opens the account that a target names.
func (c *Collector) enter(ctx context.Context, t collectors.Target, chosen options, more ...func(*middleware.Stack) error) (*session, error) {
	if t.Scheme != orgScheme {
		return c.open(ctx, t.Address, more...)
	}
	profile, account := member(t.Address)
	if account == "" {
		return nil, usage(fmt.Errorf("%s names no account", t.Ref), "write aws-org:PROFILE/ACCOUNT, or aws-org:PROFILE for all")
	}
	if err := chosen.needRole(); err != nil {
		return nil, err
	}
	home, err := c.open(ctx, profile, more...)
	if err != nil || home.account == account { // one's own account needs no role
		return home, err
	}
	plain, err := c.load(ctx, profile)
	if err != nil {
		return nil, err
	}
	role := "arn:" + home.partition + ":iam::" + account + ":role/" + chosen.role
	plain.Credentials = sdk.NewCredentialsCache(stscreds.NewAssumeRoleProvider(sts.NewFromConfig(plain), role, func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = "assize"
		if chosen.externalID != "" {
			o.ExternalID = &chosen.externalID
		}
	}))
	s := c.session(plain, more...)
	ctx, cancel := context.WithTimeout(ctx, identifyWithin)
	defer cancel()
	if _, err := plain.Credentials.Retrieve(ctx); err != nil {
		if errors.Is(ctx.Err(), context.Canceled) {
			return nil, ctx.Err()
		}
		hint := "the role must be there, and trust " + home.account + " to sts:AssumeRole (options role and external-id); this identity must be allowed to"
		if lapsed := lapseOf(err); lapsed != "" {
			hint = lapsed.remedy(profile)
		}
		return nil, usage(fmt.Errorf("take the role %s: %s", role, detailOf(err)), hint)
	}
	if err := s.identify(ctx, profile); err != nil {
		return nil, err
	}
	if s.account != account {
		return nil, usage(fmt.Errorf("the role %s leads into the account %s", role, s.account), "is AWS_ENDPOINT_URL meant to be set?")
	}
	return s, nil
}

func (o options) needRole() error {
	if o.role == "" {
		return usage(errors.New("nothing says which role the accounts of the organisation are read with"), "for example --option role=assize, and external-id when the role wants one")
	}
	return nil
}
