namespace NVirt.Platforms.Proxmox;

/// <summary>A flag of a CPU: + or - and its name.</summary>
internal readonly record struct ProxmoxFlag(bool IsOn, string Name)
{
    public override string ToString() => (IsOn ? "+" : "-") + Name;
}
