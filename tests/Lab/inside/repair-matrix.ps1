# Runs on a lab host: for each damage of damage.sh the rules before, what Repair-DockerChain said, and the rules after, as JSON lines.
param([string] $Damage)
$ErrorActionPreference = 'Stop'
Import-Module /opt/containernet/ContainerNet

function Get-Rule {
    foreach ($tool in 'iptables', 'ip6tables') {
        foreach ($table in 'raw', 'mangle', 'filter', 'nat') {
            & $tool -t $table -S | Where-Object { $_ -notmatch '^#' } | ForEach-Object { "$tool $table $_" }
        }
    }
}

foreach ($kind in $Damage -split ",") {
    $before = Get-Rule
    & /opt/lab/inside/damage.sh $kind 2>&1 | Out-Null
    if ($LASTEXITCODE) { throw "damage.sh $kind ended with $LASTEXITCODE" }
    $damaged = Get-Rule
    # dockerd answers firewalld for many seconds, and takes jumps out for a moment to put them in again: the end is what counts.
    do {
        $result = Repair-DockerChain -Confirm:$false
        $after = @(Get-Rule)
        if ($kind -like 'firewalld-*') { Start-Sleep -Seconds 3 }
    } while ($kind -like 'firewalld-*' -and (Compare-Object $after @(Get-Rule)))
    $again = Repair-DockerChain -Confirm:$false
    [pscustomobject]@{
        Damage = $kind; Status = "$($result.Status)"; Notes = "$($result.Notes)"; Before = @($before); Damaged = @($damaged); After = $after
        Again = "$($again.Status) $($again.Changes)".Trim()
    } | ConvertTo-Json -Compress
}
