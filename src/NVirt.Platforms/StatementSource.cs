using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Platforms.Libvirt;
using NVirt.Platforms.Registers;

namespace NVirt.Platforms;

/// <summary>Statements as the sources that comparisons and baselines work with, and back.</summary>
internal static class StatementSource
{
    /// <summary>The form of a statement that was made of registers.</summary>
    private const string Dump = "dump";

    /// <summary>A statement of what was read as registers or as a definition.</summary>
    public static CpuStatement StatementOf(CpuSource source, CpuMap map)
    {
        PlatformReadOptions options = new() { Map = map };
        if (source.Data is not X86CpuData data)
        {
            CpuDefinition definition = source.Definition
                ?? (source.Data is null ? CpuDefinition.NewHost(source.Arch) : source.ToDefinition(map));
            CpuStatement read = LibvirtForm.Of(definition, options) with { File = source.File, Name = source.Name, Line = source.Line };
            read = source.Unknown.IsEmpty ? read : LeavingOpen(read, source.Unknown);
            read = source.Surroundings is { } around ? read with { Axes = LibvirtForm.AxesOf(read.Axes, around) } : read;
            return source.TscFrequency is { } hz ? read with { Axes = read.Axes with { TscHz = hz } } : read;
        }

        StatementBuilder statement = new(
            new PlatformText(ReadOnlyMemory<byte>.Empty, source.File), options, StatementSubject.Host, StatementTruth.Physical)
        {
            Name = source.Name,
            Line = source.Line,
        };
        RegisterBits.IdentityOf(data, isComplete: false).ApplyIdentity(statement);
        statement.AddYes(X86Projection.FeaturesOf(map.X86, data) | statement.Space.SetOf(source.Implied));
        statement.AddNo(statement.Space.All - statement.Yes - statement.Space.SetOf(source.Unknown));
        statement.Axes = UnnamedBits.Of(statement.Axes, source);
        if (statement.Yes.Contains(statement.Space.Find("hypervisor")))
        {
            // Read in a guest: it is what a hypervisor gave.
            statement.Truth = StatementTruth.Hypervisor;
        }

        if (source.Differing.Length > 0)
        {
            statement.Remark(StatementRemarkKind.Differing, string.Join(", ", source.Differing));
        }

        return statement.Build(Dump);
    }

    /// <summary>
    /// The source: a guest is a definition that asks for exactly what the statement does; a host is raw data with what is unknown of it.
    /// A host whose vendor or era is not told gets no model: any model would be a guess.
    /// </summary>
    public static CpuSource Of(CpuStatement statement, CpuMap map)
    {
        CpuSource source = Without(statement, map);
        return source with { File = statement.File, Name = statement.Name, Line = statement.Line };
    }

    private static CpuSource Without(CpuStatement statement, CpuMap map)
    {
        FeatureSpace space = statement.Bits.Space;
        if (statement.Definition is { } definition)
        {
            return new CpuSource(definition) { Unknown = UnknownOf(statement, definition, map) };
        }

        if (statement.Subject == StatementSubject.Guest)
        {
            // What the host decides is not denied by a guest that names no model.
            return new CpuSource(GuestOf(statement, space))
            {
                Unknown = statement.Model is null ? space.SortedNames(statement.Bits.UnknownSet) : [],
            };
        }

        return space.Arch.IsX86() ? HostOf(statement, space, map)
            : new CpuSource(statement.Arch) { Definition = CpuDefinition.NewHost(statement.Arch) };
    }

    // What a libvirt did not know, where its version is told; a host without a model says too little to list what is unknown.
    private static ImmutableArray<string> UnknownOf(CpuStatement statement, CpuDefinition definition, CpuMap map) =>
        statement.Subject != StatementSubject.Host || definition.Model is null || !statement.Bits.Space.Arch.IsX86() ? []
            : map.X86.NamesOf(statement.Bits.UnknownSet);

    private static CpuStatement LeavingOpen(CpuStatement statement, ImmutableArray<string> unknown)
    {
        StatementBits bits = statement.Bits;
        return statement with
        {
            Bits = new StatementBits(bits.Space, bits.YesSet, bits.NoSet - bits.Space.SetOf(unknown)),
            Remarks = [.. statement.Remarks.Where(r => r.Kind != StatementRemarkKind.VersionUnknown)],
        };
    }

    private static CpuSource HostOf(CpuStatement statement, FeatureSpace space, CpuMap map)
    {
        List<X86Item> items = [.. X86Projection.DataOf(map.X86, statement.Bits.YesSet).Items];
        if (statement.Vendor is { } vendor && map.Vendors(CpuArchitecture.X86_64).FirstOrDefault(v => v.Name == vendor) is { } known)
        {
            items.Add(X86Vendor.ItemOf(known.Id));
        }

        if (statement.Signature is { } signature)
        {
            items.Add(X86Item.Cpuid(1, 0, eax: X86Signature.ToEax(signature)));
        }

        if (statement.Axes.PhysBits is { } bits and > 0 and <= byte.MaxValue)
        {
            items.Add(X86Item.Cpuid(0x80000008, 0, eax: (uint)bits));
        }

        CpuSource source = new(X86CpuData.Create(items)) { Unknown = map.X86.NamesOf(statement.Bits.UnknownSet) };
        return statement.Vendor is not null && Decodes(source, map) ? source : source with
        {
            Definition = new CpuDefinition
            {
                Type = CpuType.Host,
                Arch = statement.Arch,
                Vendor = statement.Vendor,
                Features = new CpuFeatureList([.. space.SortedNames(statement.Bits.YesSet).Select(n => new CpuFeature(n))]),
            },
        };
    }

    private static bool Decodes(CpuSource source, CpuMap map)
    {
        try
        {
            source.ToDefinition(map);
            return true;
        }
        catch (CpuException)
        {
            return false;
        }
    }

    // What the program changes in its models, and what it leaves open, is spelled out.
    private static CpuDefinition GuestOf(CpuStatement statement, FeatureSpace space)
    {
        CpuDefinition guest = StatementDefinition.Of(statement);
        if (!space.Arch.IsX86())
        {
            return guest;
        }

        FeatureSet model = statement.Model is { } name ? space.FindModel(name) ?? default : default;
        FeatureSet named = space.SetOf(guest.Features.Select(f => f.Name));
        return guest with
        {
            Features = new CpuFeatureList(
            [
                .. guest.Features,
                .. With((statement.Bits.YesSet - model) - named, CpuPolicy.Require),
                .. With((model & statement.Bits.NoSet) - named, CpuPolicy.Disable),
                .. With((model & statement.Bits.UnknownSet) - named, CpuPolicy.Optional),
            ]),
        };

        IEnumerable<CpuFeature> With(FeatureSet features, CpuPolicy policy) =>
            space.SortedNames(features).Select(n => new CpuFeature(n, policy));
    }
}
