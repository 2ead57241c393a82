package terraform

import (
	"strings"
	"testing"

	"github.com/assize/assize/collectors/collectortest"
)

// hidden are facts that dynamic blocks decide whose number is not known, and what is known beside them.
const hidden = `
aws_security_group.alone ingress gap after_apply
aws_security_group.alone egress []
aws_security_group.beside ingress gap after_apply
aws_security_group.beside egress gap after_apply
aws_security_group.known ingress[0].cidr "0.0.0.0/0"
aws_security_group.known ingress[0].from_port 22
aws_security_group.known egress []
aws_s3_bucket.own grants gap after_apply
aws_s3_bucket.own lifecycle gap after_apply
aws_s3_bucket.own ownership "ObjectWriter"
aws_s3_bucket.plain grants [{"grantee":"owner","permission":"FULL_CONTROL","public":false}]
aws_s3_bucket.parts versioning.status gap after_apply
aws_s3_bucket.parts encryption.algorithm gap after_apply
aws_s3_bucket.parts encryption.kms_key gap after_apply
aws_s3_bucket.parts lifecycle[0].id "clear"
aws_s3_bucket.parts lifecycle[0].expire_days gap after_apply
aws_s3_bucket.parts lifecycle[0].abort_upload_days 7
aws_s3_bucket.parts object_lock.enabled true
aws_s3_bucket.parts object_lock.mode gap after_apply
aws_s3_bucket.parts object_lock.days gap after_apply
aws_s3_bucket.parts grants gap after_apply
aws_s3_bucket.parts ownership gap after_apply
aws_s3_bucket.parts replication[0].bucket gap after_apply
aws_s3_bucket.parts replication[0].account gap after_apply
aws_dynamodb_table.dynamic point_in_time gap after_apply
aws_dynamodb_table.dynamic kms_key gap after_apply
aws_cloudtrail.whole management gap after_apply
aws_cloudtrail.whole data gap after_apply
aws_iam_role.inline inline_policies gap after_apply
aws_iam_role.inline trust []
aws_iam_policy.whole statements gap after_apply
aws_iam_role.inner trust[0].actions ["sts:assumerole"]
aws_iam_role.inner trust[0].principals gap after_apply
aws_iam_role.inner trust[1].actions ["iam:passrole"]
aws_iam_role.inner trust[1].resources gap after_apply
aws_db_instance.restored encrypted gap after_apply
aws_db_instance.restored backup_days gap after_apply
aws_efs_file_system.dynamic backup gap after_apply
`

// TestDynamicBlocks reads a plan whose dynamic blocks make a number of blocks that is known later. With the files at hand what has
// no such block is decided; without them whatever might have one is open.
func TestDynamicBlocks(t *testing.T) {
	with := collectortest.Run(t, New(), target("testdata/dynamic.json", "dir", "testdata/dynamic"))
	facts(t, with, strings.TrimSpace(hidden)+`
aws_s3_bucket.own versioning.status "never"
aws_s3_bucket.plain versioning.status "never"
aws_s3_bucket.plain lifecycle []
aws_iam_role.inner inline_policies []
`)
	without := collectortest.Run(t, New(), target("testdata/dynamic.json"))
	facts(t, without, strings.TrimSpace(hidden)+`
aws_s3_bucket.own versioning.status gap after_apply
aws_s3_bucket.plain versioning.status gap after_apply
aws_s3_bucket.plain lifecycle gap after_apply
aws_iam_role.inner inline_policies gap after_apply
`)
	for _, g := range without.Gaps {
		if g.Resource == "aws_s3_bucket.plain" && g.Path == "versioning" && !strings.Contains(g.Detail, "the option dir") {
			t.Errorf("the gap does not say what helps: %+v", g)
		}
	}
}

// TestNothingDynamicCanBe reads a plan without its files: all that is unknown depends on the bucket, so nothing can decide how many
// blocks a dynamic block in the bucket makes. The role may have one that goes over what is known of the bucket later.
func TestNothingDynamicCanBe(t *testing.T) {
	s := collectortest.Run(t, New(), target("testdata/plain.json"))
	facts(t, s, `
aws_s3_bucket.only versioning.status "never"
aws_s3_bucket.only logging null
aws_s3_bucket.only grants [{"grantee":"owner","permission":"FULL_CONTROL","public":false}]
aws_iam_role.reader inline_policies gap after_apply
`)
	facts(t, read(t, target("testdata/plain.json", "dir", "testdata/plain")), `
aws_iam_role.reader inline_policies[0].name "read"
aws_iam_role.reader inline_policies[0].statements[0].resources gap after_apply
`)
}

// TestMinimalDynamic: without the configuration nothing tells an unknown attribute from one that nobody set, unless nothing else is
// unknown.
func TestMinimalDynamic(t *testing.T) {
	group := `{"address": "aws_security_group.g", "type": "aws_security_group", "name": "g", "mode": "managed",
		"change": {"actions": ["create"], "after": {"name": "g"}, "after_unknown": {"id": true, "ingress": true, "egress": true}}}`
	other := `{"address": "terraform_data.t", "type": "terraform_data", "name": "t", "mode": "managed", "change": {"actions": ["create"], "after": {}, "after_unknown": {"id": true}}}`
	facts(t, written(t, `{"resource_changes": [`+group+`]}`), `aws_security_group.g ingress []`)
	facts(t, written(t, `{"resource_changes": [`+group+`,`+other+`]}`), `aws_security_group.g ingress gap after_apply`)
}

// TestPlacesOfDynamicBlocks looks for them in files as people write them.
func TestPlacesOfDynamicBlocks(t *testing.T) {
	p := &places{at: map[string]spot{}}
	p.lines(`
resource "a" "heredoc" {
  text = <<-EOT
    resource "a" "other" {
    dynamic "none" {
  EOT
  dynamic "grant" {
  }
}
/*
resource "a" "gone" {
  dynamic "none" {
*/
resource a bare {
  # dynamic "none" {
  // dynamic "none" {
  dynamic /* why */ "odd" {
  }
}
`, "\n", "main.tf")
	p.lines("resource \"a\" \"bare\" {\n  dynamic \"more\" {\n", "\n", "x_override.tf")
	if s := p.at["\na.heredoc"]; len(s.dynamic) != 1 || !s.dynamic["grant"] || s.line != 2 {
		t.Errorf("heredoc: %+v", s)
	}
	if s := p.at["\na.bare"]; len(s.dynamic) != 2 || !s.dynamic[""] || !s.dynamic["more"] || s.file != "main.tf" {
		t.Errorf("bare: %+v", s)
	}
	if len(p.at) != 2 {
		t.Errorf("found %v", p.at)
	}
}
