#Requires -Version 5.1
<#
Answers everything Airlock asks of Windows as one JSON document on standard output. It only looks.
Each question stands alone: one that fails says why in codes, and the others are answered all the same.
No word that Windows translates is read: SIDs, numbers, registry values, XML and SDDL only.
What exists on Windows alone is made with New-Object, so that tests elsewhere can put something in its place.
#>
[CmdletBinding()]
param(
    # The virtual disk of the models.
    [Parameter(Mandatory)][ValidatePattern('^[A-Za-z]:\\[^<>:"|?*\x00-\x1f]{1,255}\z')][string]$VhdPath,
    # The scheduled task that attaches it, with its folder.
    [Parameter(Mandatory)][ValidatePattern('^\\[0-9A-Za-z ._\\-]{1,120}\z')][string]$Task
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
# Only modules of Windows itself: a folder of the user would come first otherwise.
$env:PSModulePath = "$PSHOME\Modules"

$document = [ordered]@{ version = 1 }
$software = 'Registry::HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft'

function Ask([string]$Name, [scriptblock]$Question, [switch]$List) {
    try {
        # Straight from @( ): 5.1 writes an array that came through a pipeline as { value, Count }.
        $found = @(Invoke-Command -ScriptBlock $Question)
        if ($List) { $document[$Name] = [ordered]@{ ok = $true; value = $found } }
        elseif ($found.Count -gt 0) { $document[$Name] = [ordered]@{ ok = $true; value = $found[0] } }
        else { $document[$Name] = [ordered]@{ ok = $true; value = $null } }
    }
    catch { $document[$Name] = [ordered]@{ ok = $false; error = Get-Reason $_ } }
}

# What went wrong, in codes: the messages are translated.
function Get-Reason($Record) {
    $exception = $Record.Exception
    while ($null -ne $exception.InnerException) { $exception = $exception.InnerException }
    [ordered]@{
        id = [string]$Record.FullyQualifiedErrorId; type = $exception.GetType().FullName; hresult = [int]$exception.HResult
    }
}

# A registry key, or nothing where there is none.
function Find-Key([string]$Path) {
    if (Test-Path -LiteralPath $Path) { Get-Item -LiteralPath $Path }
}

function Get-Version([string]$Path) {
    $key = Find-Key $Path
    if ($null -ne $key) { [string]$key.GetValue('DisplayVersion') }
}

# A local group with the SIDs of its members, or nothing where there is no such group.
function Find-Group([hashtable]$By) {
    try { $group = Get-LocalGroup @By }
    catch { if ($_.FullyQualifiedErrorId -like 'GroupNotFound*') { return } else { throw } }
    $way = 'cmdlet'
    try { $members = @(Get-LocalGroupMember -SID $group.SID | ForEach-Object { $_.SID.Value }) }
    catch {
        # A member whose account is gone breaks the cmdlet; the older interface lists it by its SID.
        $way = 'adsi'
        $entry = New-Object DirectoryServices.DirectoryEntry("WinNT://./$($group.Name),group")
        $members = @(foreach ($member in @($entry.Invoke('Members'))) { Get-MemberSid $member })
    }
    [ordered]@{ sid = $group.SID.Value; name = [string]$group.Name; members = $members; way = $way }
}

function Get-MemberSid($Member) {
    $path = [string]$Member.GetType().InvokeMember('AdsPath', 'GetProperty', $null, $Member, $null)
    if ($path -match '(S-1-[0-9-]+)\z') { return $Matches[1] }
    $bytes = [byte[]]$Member.GetType().InvokeMember('objectSid', 'GetProperty', $null, $Member, $null)
    (New-Object Security.Principal.SecurityIdentifier($bytes, 0)).Value
}

# Whose process it is, or nothing where this account may not know.
function Get-OwnerSid($Process) {
    try {
        $owner = Invoke-CimMethod -InputObject $Process -MethodName GetOwnerSid
        if ($owner.ReturnValue -eq 0) { [string]$owner.Sid }
    }
    catch { $null }
}

# The distributions in one account's part of the registry.
function Get-Distro([string]$Hive) {
    $path = "Registry::$Hive\Software\Microsoft\Windows\CurrentVersion\Lxss"
    $lxss = Find-Key $path
    if ($null -eq $lxss) { return }
    foreach ($id in $lxss.GetSubKeyNames()) {
        $key = Get-Item -LiteralPath "$path\$id"
        if ($null -eq $key.GetValue('DistributionName')) { continue }
        [ordered]@{
            id = $id; name = [string]$key.GetValue('DistributionName'); basePath = [string]$key.GetValue('BasePath')
            version = $key.GetValue('Version'); state = $key.GetValue('State'); flags = $key.GetValue('Flags')
            defaultUid = $key.GetValue('DefaultUid'); isDefault = $id -eq $lxss.GetValue('DefaultDistribution')
        }
    }
}

Ask 'system' {
    $os = Get-CimInstance -ClassName Win32_OperatingSystem
    $current = Get-Item -LiteralPath "$software\Windows NT\CurrentVersion"
    $servicing = "$software\Windows\CurrentVersion\Component Based Servicing\RebootPending"
    [ordered]@{
        computer = [string]$os.CSName
        build = [int]$os.BuildNumber; revision = $current.GetValue('UBR'); edition = [string]$current.GetValue('EditionID')
        sku = [int]$os.OperatingSystemSKU; systemDrive = [string]$os.SystemDrive
        rebootPending = [bool](Test-Path -LiteralPath $servicing); powershell = [string]$PSVersionTable.PSVersion
    }
}

Ask 'account' {
    $identity = [Security.Principal.WindowsIdentity]::GetCurrent()
    $denied = [Security.Claims.ClaimTypes]::DenyOnlySid
    [ordered]@{
        sid = $identity.User.Value; name = [string]$identity.Name
        groups = @($identity.Groups | ForEach-Object { $_.Value })
        # Groups that only count against it: how an administrator's rights rest until they are asked for.
        denyOnly = @($identity.Claims | Where-Object { $_.Type -eq $denied } | ForEach-Object { [string]$_.Value })
    }
}

Ask 'users' -List {
    Get-LocalUser | ForEach-Object {
        [ordered]@{ sid = $_.SID.Value; name = [string]$_.Name; enabled = [bool]$_.Enabled }
    }
}

Ask 'administrators' { Find-Group @{ SID = 'S-1-5-32-544' } }
Ask 'hypervAdministrators' { Find-Group @{ SID = 'S-1-5-32-578' } }
# Docker's installer names it the same everywhere; its SID is another one on every PC.
Ask 'dockerUsers' { Find-Group @{ Name = 'docker-users' } }

Ask 'features' -List {
    $names = "Name='VirtualMachinePlatform' OR Name='Microsoft-Windows-Subsystem-Linux' OR Name='Microsoft-Hyper-V'"
    Get-CimInstance -ClassName Win32_OptionalFeature -Filter $names | ForEach-Object {
        [ordered]@{ name = [string]$_.Name; state = [int]$_.InstallState }
    }
}

Ask 'virtualization' {
    $firmware = @(Get-CimInstance -ClassName Win32_Processor | ForEach-Object { $_.VirtualizationFirmwareEnabled })
    [ordered]@{
        hypervisor = [bool](Get-CimInstance -ClassName Win32_ComputerSystem).HypervisorPresent
        firmware = [bool]($firmware -contains $true)
    }
}

Ask 'services' -List {
    # Drivers are no services to most commands; this class holds both.
    $names = "Name='vmcompute' OR Name='hns' OR Name='WslService' OR Name='vfpext'"
    Get-CimInstance -ClassName Win32_BaseService -Filter $names | ForEach-Object {
        [ordered]@{ name = [string]$_.Name; state = [string]$_.State; start = [string]$_.StartMode }
    }
}

Ask 'lxss' -List { Get-Distro 'HKEY_CURRENT_USER' }

Ask 'otherAccounts' -List {
    $own = [Security.Principal.WindowsIdentity]::GetCurrent().User.Value
    foreach ($sid in (Get-Item -LiteralPath 'Registry::HKEY_USERS').GetSubKeyNames()) {
        if ($sid -eq $own -or $sid -notmatch '^S-1-(5-21|12-1)-[0-9-]+\z') { continue }
        $names = $null
        try {
            $null = Get-Item -LiteralPath "Registry::HKEY_USERS\$sid"
            $names = @(Get-Distro "HKEY_USERS\$sid" | ForEach-Object { $_['name'] })
        }
        catch { $names = $null }
        [ordered]@{ sid = $sid; names = $names }
    }
}

Ask 'policies' -List {
    $key = Find-Key 'Registry::HKEY_LOCAL_MACHINE\SOFTWARE\Policies\WSL'
    if ($null -ne $key) {
        $key.GetValueNames() | ForEach-Object { [ordered]@{ name = $_; value = [string]$key.GetValue($_) } }
    }
}

Ask 'vhd' {
    try { $file = Get-Item -LiteralPath $VhdPath -Force }
    catch {
        if ($_.FullyQualifiedErrorId -notmatch '^(Path|Drive)NotFound') { throw }
        return [ordered]@{ exists = $false; isFolder = $false; bytes = $null; changedAt = $null }
    }
    $isFolder = [bool]$file.PSIsContainer
    [ordered]@{
        exists = $true; isFolder = $isFolder; bytes = if ($isFolder) { $null } else { [long]$file.Length }
        changedAt = $file.LastWriteTimeUtc.ToString('o', [Globalization.CultureInfo]::InvariantCulture)
    }
}
Ask 'vhdRights' { [string](Get-Acl -LiteralPath $VhdPath).Sddl }
Ask 'folderRights' {
    $folder = $VhdPath.Substring(0, $VhdPath.LastIndexOf('\'))
    [string](Get-Acl -LiteralPath "$folder\").Sddl
}
Ask 'vhdDisk' {
    $image = Get-DiskImage -ImagePath $VhdPath
    [ordered]@{ virtualBytes = [long]$image.Size; isAttachedHere = [bool]$image.Attached }
}

Ask 'task' {
    $at = $Task.LastIndexOf('\') + 1
    $where = @{ TaskPath = $Task.Substring(0, $at); TaskName = $Task.Substring($at) }
    # A task that this account may not see is in this list all the same.
    try { $isListed = [bool](Test-Path -LiteralPath "$software\Windows NT\CurrentVersion\Schedule\TaskCache\Tree$Task") }
    catch { $isListed = $null }
    try { $found = Get-ScheduledTask @where }
    catch {
        if ($_.FullyQualifiedErrorId -notlike 'CmdletizationQuery_NotFound*') { throw }
        return [ordered]@{ isVisible = $false; isListed = $isListed; xml = $null; lastRun = $null }
    }
    $info = Get-ScheduledTaskInfo @where
    $ranAt = $info.LastRunTime
    [ordered]@{
        isVisible = $true; isListed = $isListed; xml = [string](Export-ScheduledTask @where)
        lastRun = [ordered]@{
            state = [int]$found.State; result = [long]$info.LastTaskResult; missed = [int]$info.NumberOfMissedRuns
            at = if ($null -eq $ranAt) { $null } else { $ranAt.ToUniversalTime().ToString('o', [Globalization.CultureInfo]::InvariantCulture) }
        }
    }
}

Ask 'dockerDesktop' {
    $uninstall = 'Microsoft\Windows\CurrentVersion\Uninstall\Docker Desktop'
    $programs = "Name='com.docker.backend.exe' OR Name='Docker Desktop.exe'"
    [ordered]@{
        forAll = Get-Version "Registry::HKEY_LOCAL_MACHINE\SOFTWARE\$uninstall"
        forThisAccount = Get-Version "Registry::HKEY_CURRENT_USER\Software\$uninstall"
        processes = @(Get-CimInstance -ClassName Win32_Process -Filter $programs | ForEach-Object {
                [ordered]@{ name = [string]$_.Name; session = [int]$_.SessionId; owner = Get-OwnerSid $_ }
            })
    }
}

Ask 'gpu' {
    $nvidia = @(Get-CimInstance -ClassName Win32_VideoController | Where-Object { $_.PNPDeviceID -like 'PCI\VEN_10DE*' })
    [ordered]@{
        driver = if ($nvidia.Count -gt 0) { [string]$nvidia[0].DriverVersion } else { $null }
        hasTool = [bool](Test-Path -LiteralPath "$([Environment]::SystemDirectory)\nvidia-smi.exe")
    }
}

Ask 'drives' -List {
    Get-CimInstance -ClassName Win32_LogicalDisk -Filter 'DriveType=3' | ForEach-Object {
        [ordered]@{
            id = [string]$_.DeviceID; fileSystem = [string]$_.FileSystem; bytes = [long]$_.Size; freeBytes = [long]$_.FreeSpace
        }
    }
}

# Written as bytes: the console's code page and PowerShell's own encodings have no say in them.
$bytes = [Text.UTF8Encoding]::new($false).GetBytes((ConvertTo-Json -InputObject $document -Depth 8 -Compress))
$output = [Console]::OpenStandardOutput()
$output.Write($bytes, 0, $bytes.Length)
$output.Flush()
