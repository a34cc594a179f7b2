using System.Collections.Immutable;
using NVirt.Platforms;

namespace NVirt.Fleet.WhatIfs;

/// <summary>A change of an inventory (fleet-rules.md 7).</summary>
public abstract record FleetChange
{
    private FleetChange()
    {
    }

    /// <summary>Hosts are bought.</summary>
    /// <param name="Name">The name of the first; the others get numbers.</param>
    /// <param name="Statements">What is known of one.</param>
    /// <param name="Times">How many.</param>
    public sealed record Add(string Name, ImmutableArray<CpuStatement> Statements, int Times) : FleetChange;

    /// <summary>A host goes; its guests have no host then.</summary>
    /// <param name="Host">Its name.</param>
    public sealed record Retire(string Host) : FleetChange;

    /// <summary>A host gets other microcode, firmware, kernel or hypervisor: what it has then was read on a host that has them.</summary>
    /// <param name="Host">Its name.</param>
    /// <param name="Statements">What was read.</param>
    public sealed record Replace(string Host, ImmutableArray<CpuStatement> Statements) : FleetChange;

    /// <summary>A host loses or gains features, which somebody says.</summary>
    /// <param name="Host">Its name.</param>
    /// <param name="Lost">Those that it loses, by name.</param>
    /// <param name="Gained">Those that it gains.</param>
    public sealed record Features(string Host, ImmutableArray<string> Lost, ImmutableArray<string> Gained) : FleetChange;

    /// <summary>A host goes to another pool.</summary>
    /// <param name="Host">Its name.</param>
    /// <param name="Pool">The pool's name.</param>
    public sealed record Move(string Host, string Pool) : FleetChange;
}
