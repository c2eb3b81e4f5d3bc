/** Why a backup was not made, or not restored. */
export type BackupErrorCode =
  | 'PLB_BACKUP_KEY'
  | 'PLB_BACKUP_OTHER_KEY'
  | 'PLB_BACKUP_DAMAGED'
  | 'PLB_BACKUP_NEWER'
  | 'PLB_BACKUP_NOT_EMPTY'
  | 'PLB_BACKUP_FILE'
  | 'PLB_BACKUP_NOTHING'

/** The message says why and what to do, for whoever operates the service. It never quotes a row. */
export class BackupError extends Error {
  readonly code: BackupErrorCode

  constructor(code: BackupErrorCode, message: string) {
    super(message)
    this.name = 'BackupError'
    this.code = code
  }
}
