package aws

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/smithy-go"

	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// reportWithin is how long AWS may take to write the credential report.
const reportWithin = 30 * time.Second

var (
	errTooNew = errors.New("the credential report, which AWS writes anew every four hours, does not have this user yet")
	errSlow   = fmt.Errorf("AWS did not finish the credential report within %s: %w", reportWithin, context.DeadlineExceeded)
)

// A credentialReport is what AWS tells of each user's credentials, by the user's ARN.
type credentialReport map[string]reportRow

// A reportRow is one line of the report, by column. Source: IAM User Guide, Get credential reports for your AWS account.
type reportRow map[string]string

// reportColumns are those that are used. A report without one of them is none.
var reportColumns = []string{
	"arn", "password_enabled", "password_last_used", "password_last_changed", "mfa_active",
	"access_key_1_active", "access_key_1_last_rotated", "access_key_1_last_used_date",
	"access_key_2_active", "access_key_2_last_rotated", "access_key_2_last_used_date", "cert_1_active", "cert_2_active",
}

// readCredentialReport has AWS write the report, waits for it and reads it.
func readCredentialReport(ctx context.Context, client *iam.Client) (credentialReport, error) {
	waiting, cancel := context.WithTimeout(ctx, reportWithin)
	defer cancel()
	for pause := 250 * time.Millisecond; ; pause = min(2*pause, 4*time.Second) {
		out, err := client.GenerateCredentialReport(waiting, nil)
		if err != nil {
			return nil, err
		}
		if out.State == types.ReportStateTypeComplete {
			break
		}
		select {
		case <-waiting.Done():
			return nil, &smithy.OperationError{ServiceID: "IAM", OperationName: "GenerateCredentialReport", Err: cmp.Or(ctx.Err(), errSlow)}
		case <-time.After(pause):
		}
	}
	out, err := client.GetCredentialReport(ctx, nil)
	if err != nil {
		return nil, err
	}
	report, err := parseCredentialReport(out.Content)
	if err != nil {
		return nil, &smithy.OperationError{ServiceID: "IAM", OperationName: "GetCredentialReport", Err: &answerError{err.Error()}}
	}
	return report, nil
}

// parseCredentialReport reads the report's CSV.
func parseCredentialReport(text []byte) (credentialReport, error) {
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read the credential report: %w", err)
	}
	if len(rows) == 0 {
		return nil, errors.New("the credential report is empty")
	}
	place := map[string]int{}
	for i, name := range rows[0] {
		place[name] = i
	}
	for _, name := range reportColumns {
		if _, ok := place[name]; !ok {
			return nil, fmt.Errorf("the credential report has no column %s", name)
		}
	}
	report := credentialReport{}
	for _, row := range rows[1:] {
		r := reportRow{}
		for _, name := range reportColumns {
			r[name] = row[place[name]]
		}
		report[r["arn"]] = r
	}
	return report, nil
}

// moment is a column that holds a time, or nil for the words that say there is none: "N/A", "no_information", "not_supported".
func (r reportRow) moment(column string) *string {
	t, err := time.Parse(time.RFC3339, r[column])
	if err != nil {
		return nil
	}
	return moment(&t)
}

func (r reportRow) yes(column string) bool { return r[column] == "true" || r[column] == "TRUE" }

// fill sets the facts of a user that the report tells.
func (r reportRow) fill(user *kinds.User) {
	if r.yes("password_enabled") {
		user.Console = &kinds.Console{LastUsed: r.moment("password_last_used"), LastChanged: r.moment("password_last_changed")}
	}
	user.MFA = r.yes("mfa_active")
	user.AccessKeys = map[string]kinds.AccessKey{}
	for _, n := range []string{"1", "2"} {
		key := kinds.AccessKey{
			Active: r.yes("access_key_" + n + "_active"), Rotated: r.moment("access_key_" + n + "_last_rotated"),
			LastUsed: r.moment("access_key_" + n + "_last_used_date"),
		}
		if key.Active || key.Rotated != nil {
			user.AccessKeys[n] = key
		}
		if r.yes("cert_" + n + "_active") {
			user.SigningCertificates++
		}
	}
}
