package aws

// Account is the account as a whole. Its id is its number.
// Source: ec2:DescribeRegions, iam:ListAccountAliases, account:GetAlternateContact, s3control:GetPublicAccessBlock.
type Account struct {
	// Partition is "aws", "aws-cn", "aws-us-gov", ….
	Partition string `json:"partition"`
	// Alias is the name in the sign-in address, or null.
	Alias *string `json:"alias"`
	// Regions are the enabled regions, sorted, whether or not they were visited.
	Regions []string `json:"regions"`
	// Contacts are the alternate contacts.
	Contacts Contacts `json:"contacts"`
	// S3PublicAccessBlock is the account-wide one, or null when none was ever set.
	S3PublicAccessBlock *PublicAccessBlock `json:"s3_public_access_block"`
}

// Contacts are the alternate contacts of an account; each is null when there is none.
type Contacts struct {
	Security   *Contact `json:"security"`
	Billing    *Contact `json:"billing"`
	Operations *Contact `json:"operations"`
}

// Contact is whom AWS writes to. The telephone number is left out.
type Contact struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Email string `json:"email"`
}

// PublicAccessBlock are the four switches that keep the public out of S3.
type PublicAccessBlock struct {
	BlockPublicACLs       bool `json:"block_public_acls"`
	IgnorePublicACLs      bool `json:"ignore_public_acls"`
	BlockPublicPolicy     bool `json:"block_public_policy"`
	RestrictPublicBuckets bool `json:"restrict_public_buckets"`
}
