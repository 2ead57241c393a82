# What the stand-in for AWS never finishes.

resource "aws_instance" "good" {
  ami                    = "ami-12c6146b"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.watched.id
  vpc_security_group_ids = [aws_security_group.machine.id]
  monitoring             = true
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }
}

resource "aws_efs_backup_policy" "good" {
  file_system_id = aws_efs_file_system.good.id
  backup_policy { status = "ENABLED" }
}

resource "aws_cloudtrail" "main" {
  name                       = "assize"
  s3_bucket_name             = aws_s3_bucket.trail.id
  is_multi_region_trail      = true
  enable_log_file_validation = true
  kms_key_id                 = aws_kms_key.turning.arn
  depends_on                 = [aws_s3_bucket_policy.trail]
  event_selector {
    read_write_type = "WriteOnly"
    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3"]
    }
  }
}

resource "aws_db_instance" "good" {
  identifier                      = "assize-good"
  engine                          = "postgres"
  engine_version                  = "16.3"
  instance_class                  = "db.t3.micro"
  allocated_storage               = 20
  username                        = "admin1"
  password                        = var.password
  storage_encrypted               = true
  kms_key_id                      = aws_kms_key.turning.arn
  multi_az                        = true
  backup_retention_period         = 14
  deletion_protection             = true
  copy_tags_to_snapshot           = true
  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
  skip_final_snapshot             = true
}

resource "aws_db_instance" "bad" {
  identifier                 = "assize-bad"
  engine                     = "mysql"
  engine_version             = "8.0.36"
  instance_class             = "db.t3.micro"
  allocated_storage          = 20
  username                   = "admin1"
  password                   = var.password
  publicly_accessible        = true
  auto_minor_version_upgrade = false
  skip_final_snapshot        = true
}
