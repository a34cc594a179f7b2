using System.Text.Json;
using NVirt.Cpu;
using NVirt.Cpu.X86;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Documents;

namespace NVirt.Conformance;

/// <summary>Runs each operation of the cases through the public API. Each returns what is wrong, or <see langword="null"/>.</summary>
internal static class Operations
{
    private static readonly Dictionary<string, Func<Case, string?>> All = new(StringComparer.Ordinal)
    {
        ["compare"] = Compare,
        ["update"] = Update,
        ["baseline"] = Baseline,
        ["guest"] = Guest,
        ["decode"] = Decode,
        ["signature"] = Signature,
        ["translate"] = Translate,
        ["expand"] = Expand,
        ["has-feature"] = HasFeature,
        ["validate-features"] = ValidateFeatures,
        ["qemu-host-model"] = QemuHostModel,
        ["update-live"] = LiveUpdate.Run,
        ["qemu-args"] = QemuArgs.Run,
        ["domcaps"] = DomainCapabilities.Run,
        ["xen-cpuid"] = XenOperations.Cpuid,
        ["xen-xl"] = XenOperations.Config,
    };

    /// <summary>Those of the fleet, whose cases have no architecture.</summary>
    private static readonly Dictionary<string, Func<FleetCase, string?>> Fleet = new(StringComparer.Ordinal)
    {
        ["read"] = FleetRead.Run,
        ["compare"] = FleetCompare.Run,
        ["write"] = FleetWrite.Run,
        ["proxmox-cpu-arg"] = FleetPlatforms.ProxmoxArgument,
        ["kubevirt-selectors"] = FleetPlatforms.KubeVirtSelectors,
        ["migrate"] = FleetPlatforms.KubeVirtMigration,
        ["lint"] = FleetPlatforms.OVirtLint,
        ["ovirt-type"] = FleetPlatforms.OVirtType,
        ["opennebula-place"] = FleetPlatforms.OpenNebulaPlace,
        ["xapi-pool"] = FleetPlatforms.XapiPoolSet,
        ["xapi-move"] = FleetPlatforms.XapiMove,
        ["level"] = FleetPlatforms.Level,
        ["vulnerabilities"] = FleetMitigations.Vulnerabilities,
        ["mitigation-audit"] = FleetMitigations.Audit,
        ["axes"] = FleetAxes.Axis,
        ["tsc"] = FleetAxes.Tsc,
        ["xsave-layout"] = FleetAxes.Xsave,
        ["pools"] = FleetPools.Pools,
        ["pool-bound"] = FleetPools.Bound,
        ["baseline-cost"] = FleetBaselines.Cost,
        ["baseline"] = FleetBaselines.Baseline,
        ["recommend"] = FleetBaselines.Recommend,
        ["freeze-digest"] = FleetBaselines.Digest,
        ["drift"] = FleetChanges.Drift,
        ["what-if"] = FleetChanges.WhatIf,
        ["plan-fit"] = FleetPlans.Fit,
        ["drain-order"] = FleetDrains.Run,
        ["matrix"] = FleetQuestions.Matrix,
        ["matrix-stuck"] = FleetQuestions.Stuck,
    };

    /// <summary>Whether the runner knows the operation; the rest is "not yet".</summary>
    public static bool Covers(Case item) => item.IsOfFleet ? Fleet.ContainsKey(item.Op) : All.ContainsKey(item.Op);

    public static string? Run(Case item)
    {
        try
        {
            return item.IsOfFleet ? Fleet[item.Op](new FleetCase(item)) : All[item.Op](item);
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException or KeyNotFoundException or FormatException
            or IOException or ArgumentException or IndexOutOfRangeException)
        {
            // One case that is not understood must not hide the others.
            return $"the runner cannot read it: {e.Message}";
        }
        catch (CpuException e)
        {
            return item.Expect == "error" ? ErrorNote.Difference(item.Text("error_note"), e)
                : $"expected {item.Expect ?? "a document"}, refused: {e.Message}";
        }
    }

    public static string? Document(Case item, CpuDefinition actual) => item.Expect is null
        ? DocumentComparison.Difference(item.Read("expect_cpu"), actual)
        : $"expected {item.Expect}, got a document";

    private static string? Compare(Case item)
    {
        CpuComparison comparison = item.Driver.Compare(item.Cpu("host"), item.Cpu("cpu"));
        return Word(item, CpuWords.Of(comparison.Verdict), comparison.Refusal?.Message);
    }

    private static string? Update(Case item)
    {
        CpuDefinition? host = item.OptionalCpu("host");
        if (host is not null && item.Flag("host_reduced", absent: true))
        {
            host = item.Driver.CopyMigratable(host);
        }

        return Document(item, item.Driver.Update(item.Cpu("cpu"), host));
    }

    private static string? Baseline(Case item)
    {
        IReadOnlyList<CpuDefinition> cpus = item.Cpus();
        CpuDefinition baseline = item.Driver.Baseline(
            cpus,
            new CpuBaselineOptions
            {
                Models = item.Models("models"),
                Features = item.Names("features"),
                Migratable =
                item.Flag("migratable")
            });
        CpuDefinition result = item.Flag("expand") ? item.Driver.ExpandFeatures(baseline) : baseline;
        foreach (CpuDefinition cpu in cpus)
        {
            if (!item.Driver.Compare(cpu, baseline).IsCompatible)
            {
                return $"an input, {cpu.Model}, cannot run the baseline";
            }
        }

        return Document(item, result);
    }

    private static string? Guest(Case item) => Document(item, item.Driver.Guest(item.Cpu("host"), item.Cpu("cpu"), item.Models("models")));

    private static string? Decode(Case item)
    {
        bool host = item.Text("type") == "host";
        CpuDefinition stub = host ? CpuDefinition.NewHost(item.Arch) : new CpuDefinition
        {
            Fallback = item.Text("fallback") == "allow" ? CpuFallback.Allow : CpuFallback.Forbid,
        };
        CpuModelList? models = item.Has("models_from_qmp") ? item.Qmp("models_from_qmp").Definitions : item.Models("hypervisor_models");
        CpuDefinition decoded = item.Driver.Decode(stub, item.Data("data"), models);

        // Cases made from rules may leave out the architecture.
        bool bare = host && item.Expect is null && !item.Read("expect_cpu").Contains("<arch>", StringComparison.Ordinal);
        return Document(item, bare ? decoded with { Arch = CpuArchitecture.None } : decoded);
    }

    private static string? Signature(Case item)
    {
        CpuSignature signature = X86Signature.Of(item.Data("data"));
        using JsonDocument expected = JsonDocument.Parse(item.Expect!);
        uint Number(string name) => expected.RootElement.GetProperty(name).GetUInt32();
        CpuSignature wanted = new(Number("family"), Number("model"), Number("stepping"));
        return signature == wanted ? null : $"expected {wanted}, got {signature}";
    }

    private static string? Translate(Case item) => Document(item, item.Driver.Translate(item.Cpu("cpu"), item.Models("hypervisor_models")));

    private static string? Expand(Case item) => Document(item, item.Driver.ExpandFeatures(item.Cpu("cpu")));

    private static string? HasFeature(Case item)
    {
        CpuDefinition host = item.Cpu("host");
        string feature = item.Text("feature")!;
        bool named = item.Driver.HasFeature(host, feature);
        bool raw = item.Driver.HasFeature(item.Driver.Encode(host).Required, feature);
        return named == raw ? Word(item, named ? "yes" : "no") : $"the definition says {named}, its raw data {raw}";
    }

    private static string? ValidateFeatures(Case item)
    {
        item.Driver.ValidateFeatures(item.Cpu("cpu"));
        return Word(item, "ok");
    }

    private static string? QemuHostModel(Case item) =>
        Document(item, item.Qmp("qmp").HostModelOf(item.Driver, item.Flag("use_definitions")));

    private static string? Word(Case item, string actual, string? detail = null) =>
        item.Expect == actual ? null
            : $"expected {item.Expect ?? "a document"}, got {actual}{(detail is null ? string.Empty : ": " + detail)}";
}
