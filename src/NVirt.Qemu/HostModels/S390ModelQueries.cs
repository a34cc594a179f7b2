using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.Replies;
using NVirt.Xml;

namespace NVirt.Qemu.HostModels;

/// <summary>Comparisons and baselines on s390x, which a running QEMU does (hypervisor-rules.md 2).</summary>
/// <param name="qmp">The connection to a QEMU that was started for queries, with the accelerator in question.</param>
/// <remarks>Has no state but the connection, and is safe for use by several threads.</remarks>
public sealed class S390ModelQueries(QmpClient qmp)
{
    private const string Comparison = "query-cpu-model-comparison";
    private const string BaselineCommand = "query-cpu-model-baseline";

    /// <summary>Compares a CPU with the host model.</summary>
    /// <param name="host">The host model.</param>
    /// <param name="cpu">The CPU.</param>
    /// <param name="cancellation">Cancels waiting.</param>
    /// <exception cref="CpuException">The CPU has no model, and no mode that implies one (invalid argument), or QEMU's answer makes no
    /// sense (internal).</exception>
    /// <exception cref="QmpException">QEMU refuses or cannot be queried.</exception>
    public async Task<QemuComparison> CompareAsync(CpuDefinition host, CpuDefinition cpu, CancellationToken cancellation = default)
    {
        JsonElement reply = await AskAsync(Comparison, host, cpu, cancellation);
        CpuComparison comparison = JsonText.StringOf(reply, "result") switch
        {
            "identical" => new CpuComparison(CpuVerdict.Identical),
            "superset" => new CpuComparison(CpuVerdict.Superset),
            _ => CpuComparison.Incompatible(Differences(reply, host, cpu)),
        };
        return new QemuComparison(comparison, QemuTruth.Qemu);
    }

    /// <summary>The best CPU that all of the given ones can run.</summary>
    /// <param name="slot">The accelerator, whose list has every model.</param>
    /// <param name="cpus">At least one CPU, each with a model.</param>
    /// <param name="expand">Whether features are expanded.</param>
    /// <param name="cancellation">Cancels waiting.</param>
    /// <returns>A guest definition with fallback forbid.</returns>
    /// <exception cref="CpuException">There is no CPU, or one whose model QEMU lacks (invalid argument), or an answer makes no sense
    /// (internal).</exception>
    /// <exception cref="QmpException">QEMU refuses or cannot be queried.</exception>
    public async Task<CpuDefinition> BaselineAsync(
        QemuSlot slot, IReadOnlyList<CpuDefinition> cpus, bool expand, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(slot);
        ArgumentNullException.ThrowIfNull(cpus);
        if (cpus.Count == 0)
        {
            throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, Messages.S390_NoCpus);
        }

        foreach (CpuDefinition cpu in cpus.Where(c => slot.FindModel(c.Model) is null))
        {
            throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.ModelNotAllowed, cpu.Model);
        }

        CpuDefinition common = cpus[0];
        foreach (CpuDefinition cpu in cpus.Skip(1))
        {
            common = ModelOf(await AskAsync(BaselineCommand, common, cpu, cancellation), BaselineCommand);
        }

        return expand ? await ExpandAsync("full", common, cancellation)
            : cpus.Count == 1 ? await ExpandAsync("static", common, cancellation)
            : common;
    }

    private async Task<CpuDefinition> ExpandAsync(string type, CpuDefinition cpu, CancellationToken cancellation)
    {
        JsonObject arguments = new() { ["type"] = type, ["model"] = Json(cpu) };
        return ModelOf(await qmp.ExecuteAsync(QemuReplyInterpreter.ExpansionCommand, arguments, cancellation: cancellation),
            QemuReplyInterpreter.ExpansionCommand);
    }

    private Task<JsonElement> AskAsync(string command, CpuDefinition a, CpuDefinition b, CancellationToken cancellation) =>
        qmp.ExecuteAsync(command, new JsonObject { ["modela"] = Json(a), ["modelb"] = Json(b) }, cancellation: cancellation);

    private static JsonObject Json(CpuDefinition cpu)
    {
        string name = cpu switch
        {
            { Model: { } model } => model,
            { Mode: CpuMode.HostPassthrough } => "host",
            { Mode: CpuMode.Maximum } => "max",
            _ => throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.ModelRequired),
        };
        JsonObject json = new() { ["name"] = name };
        if (cpu.Features.Count > 0)
        {
            json["props"] = new JsonObject(cpu.Features.Select(f =>
                KeyValuePair.Create<string, JsonNode?>(f.Name, f.Policy is null or CpuPolicy.Require or CpuPolicy.Force)));
        }

        return json;
    }

    private static CpuDefinition ModelOf(JsonElement reply, string command)
    {
        JsonElement? model = JsonText.Member(reply, "model");
        string name = JsonText.StringOf(model, "name")
            ?? throw new CpuException(CpuErrorKind.Internal, CpuRule.Malformed, $"{command}: {Messages.Probe_NoModelName}");
        return new CpuDefinition
        {
            Model = name,
            Fallback = CpuFallback.Forbid,
            Features = new CpuFeatureList(
            [
                .. QemuReplyInterpreter.Properties(JsonText.Member(model, "props")).Where(p => p.Value is true)
                .Select(p => new CpuFeature(p.Name, CpuPolicy.Require)),
            ]),
        };
    }

    // QEMU names the properties that differ; "type" means the model as a whole.
    private static ImmutableArray<CpuReason> Differences(JsonElement reply, CpuDefinition host, CpuDefinition cpu)
    {
        string[] names = [.. JsonText.Strings(JsonText.Member(reply, "responsible-properties")).Where(p => p != "type")];
        return names.Length > 0
            ? [.. names.Select(n => new CpuReason(CpuRule.RequiredFeatureMissing, n) { Side = CpuType.Host })]
            : [new CpuReason(CpuRule.ModelDiffers) { Expected = cpu.Model, Actual = host.Model }];
    }
}
