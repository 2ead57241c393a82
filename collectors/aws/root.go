package aws

import (
	"context"
	"errors"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/smithy-go"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// root tells the root user.
func (v *visit) root(ctx context.Context, client *iam.Client, report credentialReport, reportErr error) error {
	var facts kinds.Root
	var p partial
	id := "arn:" + v.partition + ":iam::" + v.account + ":root"
	summary, err := client.GetAccountSummary(ctx, nil)
	if p.ok(err, "access_key", "mfa") {
		keys, hasKeys := summary.SummaryMap["AccountAccessKeysPresent"]
		mfa, hasMFA := summary.SummaryMap["AccountMFAEnabled"]
		if p.has(hasKeys && hasMFA, "IAM", "GetAccountSummary", "access_key", "mfa") {
			facts.AccessKey, facts.MFA = keys > 0, mfa > 0
		}
	}
	virtual, virtualErr := v.rootHasVirtual(ctx, client, id)
	switch {
	case len(p.gaps) > 0:
		p.ok(err, "mfa_type")
	case facts.MFA && p.ok(virtualErr, "mfa_type"):
		facts.MFAType = sdk.String("hardware")
		if virtual {
			facts.MFAType = sdk.String("virtual")
		}
	}
	paths := []string{"password_last_used", "access_key_last_used"}
	if p.ok(reportErr, paths...) {
		row, ok := report[id]
		if !ok {
			p.ok(&smithy.OperationError{ServiceID: "IAM", OperationName: "GetCredentialReport", Err: errors.New("the report has no line for the root user")}, paths...)
		}
		facts.PasswordLastUsed = row.moment("password_last_used")
		facts.AccessKeyLastUsed = later(row.moment("access_key_1_last_used_date"), row.moment("access_key_2_last_used_date"))
	}
	return v.emit(collectors.Head{Kind: "aws.iam.root", ID: id, Name: "root user"}, facts, p)
}

// rootHasVirtual says whether one of the root user's second factors is an application on a telephone or the like.
func (v *visit) rootHasVirtual(ctx context.Context, client *iam.Client, root string) (bool, error) {
	found := false
	list := iam.NewListVirtualMFADevicesPaginator(client, &iam.ListVirtualMFADevicesInput{})
	err := v.pages("IAM", "ListVirtualMFADevices", list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, device := range page.VirtualMFADevices {
			found = found || device.User != nil && sdk.ToString(device.User.Arn) == root ||
				strings.HasSuffix(sdk.ToString(device.SerialNumber), ":mfa/root-account-mfa-device")
		}
		return page.Marker, nil
	})
	return found, err
}

// later is the later of two times as moment writes them, which sort as text.
func later(a, b *string) *string {
	if a == nil || b != nil && *b > *a {
		return b
	}
	return a
}

// passwordPolicy tells the rules for passwords.
func (v *visit) passwordPolicy(ctx context.Context, client *iam.Client) error {
	var facts kinds.PasswordPolicy
	var p partial
	out, err := client.GetAccountPasswordPolicy(ctx, nil)
	all := factNames(facts)
	if !absent(err) && p.ok(err, all...) && p.has(out.PasswordPolicy != nil, "IAM", "GetAccountPasswordPolicy", all...) {
		is := out.PasswordPolicy
		facts = kinds.PasswordPolicy{
			Configured: true, MinimumLength: whole(is.MinimumPasswordLength), Remembered: whole(is.PasswordReusePrevention),
			RequireLower: &is.RequireLowercaseCharacters, RequireUpper: &is.RequireUppercaseCharacters,
			RequireNumbers: &is.RequireNumbers, RequireSymbols: &is.RequireSymbols, UsersMayChange: &is.AllowUsersToChangePassword,
		}
		if is.ExpirePasswords {
			facts.MaxAgeDays = whole(is.MaxPasswordAge)
		}
	}
	return v.emit(collectors.Head{Kind: "aws.iam.password_policy", ID: v.account, Name: "password policy"}, facts, p)
}

// serverCertificates tells the certificates that were uploaded to IAM.
func (v *visit) serverCertificates(ctx context.Context, client *iam.Client) error {
	list := iam.NewListServerCertificatesPaginator(client, &iam.ListServerCertificatesInput{MaxItems: sdk.Int32(1000)})
	return each(ctx, v, listed{"IAM", "ListServerCertificates", everywhere, "aws.iam.server_certificate"}, list.HasMorePages,
		func() ([]types.ServerCertificateMetadata, *string, error) {
			page, err := list.NextPage(ctx)
			if err != nil {
				return nil, nil, err
			}
			return page.ServerCertificateMetadataList, page.Marker, nil
		},
		func(_ context.Context, c types.ServerCertificateMetadata) error {
			facts := kinds.ServerCertificate{Path: sdk.ToString(c.Path), Uploaded: moment(c.UploadDate), Expires: moment(c.Expiration)}
			head := collectors.Head{Kind: "aws.iam.server_certificate", ID: sdk.ToString(c.Arn), Name: sdk.ToString(c.ServerCertificateName)}
			return v.emit(head, facts, partial{})
		})
}
