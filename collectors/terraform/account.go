package terraform

import (
	"slices"

	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// accountBlock is the account-wide public access block, the one thing of an account that a plan may hold.
func (v *visit) accountBlock(i *instance) error {
	p := &partial{estate: v.estate}
	flag := func(name string) bool { return p.flag(i.at(name), "s3_public_access_block."+name, false) }
	facts := kinds.Account{S3PublicAccessBlock: &kinds.PublicAccessBlock{
		BlockPublicACLs: flag("block_public_acls"), IgnorePublicACLs: flag("ignore_public_acls"),
		BlockPublicPolicy: flag("block_public_policy"), RestrictPublicBuckets: flag("restrict_public_buckets"),
	}}
	rest := slices.DeleteFunc(factNames(facts), func(name string) bool { return name == "s3_public_access_block" })
	p.elsewhere(i, "the rest of the account", rest...)
	return v.emit("aws.account", i, "", facts, p)
}

// passwordPolicy reads the rules for passwords. Without a word they are the provider's: six characters, and nothing else.
func (v *visit) passwordPolicy(i *instance) error {
	p := &partial{estate: v.estate}
	flag := func(name, place string, byDefault bool) *bool {
		is := p.flag(i.at(name), place, byDefault)
		return &is
	}
	facts := kinds.PasswordPolicy{
		Configured: true, MinimumLength: p.whole(i.at("minimum_password_length"), "minimum_length"),
		RequireLower: flag("require_lowercase_characters", "require_lower", false), RequireUpper: flag("require_uppercase_characters", "require_upper", false),
		RequireNumbers: flag("require_numbers", "require_numbers", false), RequireSymbols: flag("require_symbols", "require_symbols", false),
		MaxAgeDays: positive(p.whole(i.at("max_password_age"), "max_age_days")), Remembered: positive(p.whole(i.at("password_reuse_prevention"), "remembered")),
		UsersMayChange: flag("allow_users_to_change_password", "users_may_change", true),
	}
	return v.emit("aws.iam.password_policy", i, "", facts, p)
}
