variable "name" { type = string }
variable "versioned" { type = string }

resource "aws_s3_bucket" "this" {
  bucket = var.name
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id
  versioning_configuration { status = var.versioned }
}

module "policy" {
  source = "./policy"
  bucket = aws_s3_bucket.this.id
}

output "bucket" { value = aws_s3_bucket.this.id }
