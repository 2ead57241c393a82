package terraform

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/collectortest"
)

// target is a target for a file, with options as name, value.
func target(path string, given ...string) collectors.Target {
	t := collectors.Target{Ref: "terraform:" + path, Scheme: "terraform", Address: path, Options: map[string]string{}}
	for i := 0; i < len(given); i += 2 {
		t.Options[given[i]] = given[i+1]
	}
	return t
}

// read visits a target that can be visited.
func read(t *testing.T, at collectors.Target) *collectors.Snapshot {
	t.Helper()
	s, err := collectors.Record(t.Context(), New(), at, "test", func() time.Time { return time.Unix(1_800_000_000, 0) }, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range collectortest.Verify(s) {
		t.Error(problem)
	}
	return s
}

// written reads the text of a plan.
func written(t *testing.T, text string, given ...string) *collectors.Snapshot {
	t.Helper()
	path := filepath.Join(t.TempDir(), "plan.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return read(t, target(path, given...))
}

// fact is the value at a path of a resource, or the cause of its gap, written as JSON.
func fact(t *testing.T, s *collectors.Snapshot, id, path string) string {
	t.Helper()
	for _, r := range s.Resources {
		if r.ID != id {
			continue
		}
		for _, g := range s.Gaps {
			if g.Kind == r.Kind && g.Resource == id && (g.Path == path || strings.HasPrefix(path, g.Path+".")) {
				return "gap " + string(g.Cause)
			}
		}
		var object any
		if err := json.Unmarshal(r.JSON, &object); err != nil {
			t.Fatal(err)
		}
		at, err := collectors.ParsePath(path)
		if err != nil {
			t.Fatal(err)
		}
		value, ok := at.Lookup(object)
		if !ok {
			t.Fatalf("%s has no %s", id, path)
		}
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	return "no resource"
}

// facts holds facts against what they should be: lines of id, path and value.
func facts(t *testing.T, s *collectors.Snapshot, want string) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(want), "\n") {
		parts := strings.SplitN(strings.TrimSpace(line), " ", 3)
		if got := fact(t, s, parts[0], parts[1]); got != parts[2] {
			t.Errorf("%s %s: %s, want %s", parts[0], parts[1], got, parts[2])
		}
	}
}

func TestPlan(t *testing.T) {
	s := collectortest.Run(t, New(), target("testdata/estate.json", "dir", "testdata/estate"))
	facts(t, s, `
aws_s3_bucket.whole name "assize-whole"
aws_s3_bucket.whole tags {"owner":"storage"}
aws_s3_bucket.whole origin.region "eu-central-1"
aws_s3_bucket.whole origin.account gap outside_plan
aws_s3_bucket.whole origin.file "storage.tf"
aws_s3_bucket.whole origin.line 11
aws_s3_bucket.whole versioning {"mfa_delete":false,"status":"enabled"}
aws_s3_bucket.whole encryption {"algorithm":"aws:kms","bucket_key":true,"kms_key":"aws_kms_key.store"}
aws_s3_bucket.whole public_access_block {"block_public_acls":true,"block_public_policy":true,"ignore_public_acls":true,"restrict_public_buckets":true}
aws_s3_bucket.whole ownership "BucketOwnerEnforced"
aws_s3_bucket.whole logging {"bucket":"assize-logs-access","prefix":"whole/"}
aws_s3_bucket.whole lifecycle [{"abort_upload_days":7,"enabled":true,"expire_days":null,"expire_old_days":90,"id":"clear"}]
aws_s3_bucket.whole policy[0].effect "deny"
aws_s3_bucket.whole policy[0].principals {"AWS":["*"]}
aws_s3_bucket.whole policy[0].conditions [{"key":"aws:securetransport","operator":"bool","values":["false"]}]
aws_s3_bucket.whole policy[0].resources gap after_apply
aws_s3_bucket.logs["access"] versioning.status "suspended"
aws_s3_bucket.logs["trail"] versioning.status "enabled"
aws_s3_bucket.shard[0] versioning.status "enabled"
aws_s3_bucket.shard[1] versioning.status "never"
aws_s3_bucket.shard[1] encryption.algorithm "AES256"
module.store["a"].aws_s3_bucket.this versioning.status "enabled"
module.store["b"].aws_s3_bucket.this versioning.status "suspended"
module.store["b"].aws_s3_bucket.this policy[0].resources ["*"]
module.store["b"].aws_s3_bucket.this public_access_block.block_public_acls false
module.store["a"].aws_s3_bucket.this public_access_block.block_public_acls true
module.store["a"].aws_s3_bucket.this origin.file "modules/store/main.tf"
aws_s3_bucket.archive object_lock gap after_apply
aws_s3_bucket.bare name "aws_s3_bucket.bare"
aws_s3_bucket.open grants[1] {"grantee":"http://acs.amazonaws.com/groups/global/AllUsers","permission":"READ","public":true}
aws_s3_bucket.open ownership "ObjectWriter"
aws_s3_bucket.open policy[0].principals {"AWS":["*"]}
aws_security_group.inline vpc "aws_vpc.main"
aws_security_group.inline ingress[0].cidr "0.0.0.0/0"
aws_security_group.inline ingress[0].from_port 22
aws_security_group.inline ingress[1].cidr "10.0.0.0/8"
aws_security_group.inline egress[0].protocol "all"
aws_security_group.split ingress[0].to_port 443
aws_security_group.split ingress[1].cidr "::/0"
aws_security_group.split ingress[2].to_port 5432
aws_security_group.split egress[0].group "aws_security_group.inline"
aws_security_group.quiet ingress []
aws_default_security_group.main default true
aws_iam_policy.admin attachments 1
aws_iam_policy.spare attachments 0
aws_iam_policy.spare statements[0].actions ["*"]
aws_iam_role.vendor attached_policies ["aws_iam_policy.admin"]
aws_iam_role.vendor inline_policies[0].name "inline"
aws_iam_role.vendor trust[0].principals {"AWS":["arn:aws:iam::999999999999:root"]}
aws_iam_user.person groups ["assize-staff"]
aws_iam_user.person console null
aws_iam_user.robot attached_policies ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
aws_iam_group.staff members ["assize-person"]
aws_iam_account_password_policy.strict minimum_length 8
aws_iam_account_password_policy.strict remembered null
`)
}

// TestServices reads a plan with one good and one bad of many kinds.
func TestServices(t *testing.T) {
	s := collectortest.Run(t, New(), target("testdata/services.json", "dir", "testdata/services"))
	facts(t, s, `
aws_kms_key.turning rotation true
aws_kms_key.still rotation false
aws_kms_key.still policy gap after_apply
aws_db_instance.good encrypted true
aws_db_instance.good kms_key "aws_kms_key.turning"
aws_db_instance.good backup_days 14
aws_db_instance.good log_exports ["postgresql","upgrade"]
aws_db_instance.bad public true
aws_db_instance.bad multi_az false
aws_db_instance.bad backup_days 0
aws_db_instance.bad vpc gap after_apply
aws_vpc.watched flow_logs [{"destination":"assize-flow","id":"aws_flow_log.watched","status":"ACTIVE","traffic":"ALL"}]
aws_vpc.dark flow_logs []
aws_instance.good metadata {"enabled":true,"hops":1,"tokens":"required"}
aws_instance.good security_groups ["aws_security_group.machine"]
aws_instance.bare metadata.tokens gap after_apply
aws_security_group.machine attached true
aws_ebs_volume.good encrypted true
aws_ebs_volume.bad encrypted gap outside_plan
aws_efs_file_system.good backup true
aws_efs_file_system.bad encrypted false
aws_cloudwatch_log_group.kept retention_days 400
aws_cloudwatch_log_group.endless retention_days null
aws_cloudtrail.main kms_key "aws_kms_key.turning"
aws_cloudtrail.main bucket "assize-trail"
aws_cloudtrail.main management {"reads":false,"writes":true}
aws_cloudtrail.main data [{"narrowed":false,"reads":false,"resources":["*"],"type":"AWS::S3::Object","writes":true}]
aws_sns_topic.alarms confirmed 1
aws_sns_topic.alarms kms_key "aws_kms_key.turning"
aws_sqs_queue.work dead_letter "aws_sqs_queue.dead"
aws_sqs_queue.work policy[0].principals {"AWS":["*"]}
aws_dynamodb_table.good point_in_time true
aws_dynamodb_table.bad kms_key null
aws_secretsmanager_secret.plain rotation false
`)
	for _, g := range s.Gaps {
		if g.Cause != collectors.AfterApply && g.Cause != collectors.OutsidePlan {
			t.Errorf("gap %+v", g)
		}
	}
	plan, err := os.ReadFile("testdata/services.json")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := s.Write(&out); err != nil {
		t.Fatal(err)
	}
	const marked = "not-a-secret-but-marked"
	if !strings.Contains(string(plan), marked) || strings.Contains(out.String(), marked) {
		t.Error("the plan lacks the marked value, or the snapshot has it")
	}
}

// TestChange reads the plan that edits the estate after it was made: what the plan deletes holds no longer, what it lets go
// stays, and what it replaces is new.
func TestChange(t *testing.T) {
	s := collectortest.Run(t, New(), target("testdata/change.json"))
	facts(t, s, `
aws_iam_role.open kind no resource
aws_iam_role.second trust[0].principals {"AWS":["*"]}
aws_iam_role.vendor origin.account "123456789012"
aws_s3_bucket.whole versioning.status "suspended"
aws_s3_bucket.whole public_access_block null
aws_s3_bucket.whole policy []
aws_s3_bucket.whole encryption.algorithm "aws:kms"
aws_s3_bucket.archive object_lock {"days":30,"enabled":true,"mode":"GOVERNANCE"}
aws_s3_bucket.archive public_access_block gap outside_plan
aws_s3_bucket.archive ownership gap outside_plan
aws_s3_bucket.open grants[0].permission "FULL_CONTROL"
aws_s3_bucket.open versioning.status gap outside_plan
aws_s3_bucket.shard[0] name "assize-part-0"
aws_s3_bucket.shard[0] versioning.status "enabled"
aws_s3_bucket.shard[1] versioning.status "never"
aws_s3_bucket.shard[1] public_access_block.ignore_public_acls true
aws_security_group.inline ingress[0].cidr "10.0.0.0/8"
aws_security_group.split ingress[0].to_port 443
aws_security_group.split ingress[1].to_port 5432
aws_security_group.split ingress[1].cidr "0.0.0.0/0"
aws_iam_user.robot mfa gap outside_plan
`)
}

func TestBefore(t *testing.T) {
	s := collectortest.Run(t, New(), target("testdata/change.json", "state", "before"))
	facts(t, s, `
aws_iam_role.open trust[0].principals {"AWS":["*"]}
aws_iam_role.second kind no resource
aws_s3_bucket.whole versioning.status "enabled"
aws_s3_bucket.whole public_access_block.ignore_public_acls true
aws_s3_bucket.shard[0] name "assize-shard-0"
aws_security_group.inline ingress[0].cidr "0.0.0.0/0"
`)
}

func TestState(t *testing.T) {
	s := collectortest.Run(t, New(), target("testdata/state.json"))
	facts(t, s, `
aws_s3_bucket.whole versioning.status "enabled"
aws_s3_bucket.whole policy[0].resources ["arn:aws:s3:::assize-whole/*","arn:aws:s3:::assize-whole"]
aws_s3_bucket.logs["trail"] versioning.status "enabled"
aws_security_group.split ingress[0].to_port 443
aws_iam_role.vendor attached_policies ["arn:aws:iam::123456789012:policy/assize-admin"]
aws_iam_role.vendor origin.account "123456789012"
module.store["b"].aws_s3_bucket.this versioning.status "suspended"
`)
}

func TestOnlyWhatChanges(t *testing.T) {
	s := read(t, target("testdata/change.json", "only-changed", "true"))
	var got []string
	for _, r := range s.Resources {
		got = append(got, r.ID)
	}
	slices.Sort(got)
	want := []string{
		"aws_iam_role.second", "aws_s3_bucket.open", "aws_s3_bucket.shard[0]", "aws_s3_bucket.shard[1]", "aws_s3_bucket.whole",
		"aws_security_group.inline", "aws_security_group.split",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestOptions(t *testing.T) {
	if got := fact(t, read(t, target("testdata/estate.json", "account", "111122223333")), "aws_iam_role.vendor", "origin.account"); got != `"111122223333"` {
		t.Errorf("account %s", got)
	}
	for _, given := range [][]string{
		{"account", "12"}, {"account", "12345678901x"}, {"state", "now"}, {"only-changed", "maybe"}, {"colour", "red"},
		{"state", "before", "only-changed", "true"}, {"dir", "testdata/nowhere"},
	} {
		refused(t, target("testdata/estate.json", given...), "")
	}
	refused(t, target("testdata/state.json", "state", "before"), "a state has no state before it")
}
