using System.Collections.Immutable;
using System.Text.Json;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Qemu.Replies;
using NVirt.Xml;

namespace NVirt.Qemu.Capabilities;

/// <summary>Builds capabilities from a recording; the answers of a live binary are one, too.</summary>
internal sealed class CapabilitiesInterpreter
{
    private readonly JsonText _source;
    private readonly CpuMap _map;
    private readonly Dictionary<string, QemuReplyReading> _sessions;
    private readonly QemuReplyReading _first;
    private readonly CpuArchitecture _arch;
    private readonly bool _isLater;

    /// <summary>Begins.</summary>
    /// <param name="source">The recording.</param>
    /// <param name="map">The map with the names of models.</param>
    /// <param name="isLater">Whether models are read when they are first asked for: the recording is known to make sense.</param>
    public CapabilitiesInterpreter(JsonText source, CpuMap map, bool isLater = false)
    {
        _isLater = isLater;
        _source = source;
        _map = map;
        QemuRecording recording = QemuRecording.Find(source) ?? throw source.Refuse(source.Root, Messages.Recording_NoSession);
        _sessions = recording.Sessions.ToDictionary(
            s => s, s => new QemuReplyReading(source, recording.Session(s)), StringComparer.Ordinal);

        // Only the first session asks the binary what it is.
        _first = _sessions.Values.FirstOrDefault(s => s.All(QemuCommands.Version).Any())
            ?? throw source.Refuse(source.Root, Text.Of(Messages.Recording_NotAsked, QemuCommands.Version));
        _arch = ReadArch();
    }

    public QemuCapabilities Read()
    {
        JsonElement version = _first.Required(QemuCommands.Version);
        QemuSchema? schema = _first.ReturnOf(QemuCommands.Schema) is { } entries ? new QemuSchema(entries) : null;
        HashSet<string>? properties = ReadCpuProperties();
        QemuCapabilities capabilities = new()
        {
            Binary = JsonText.StringOf(_source.Root, "binary"),
            Version = ReadVersion(version),
            Package = JsonText.StringOf(version, "package") ?? string.Empty,
            Arch = _arch,
            Slots = [.. QemuAccelerators.All.Where(a => _sessions.ContainsKey(a.ToName())).Select(ReadSlot)],

            // What follows where the lists of properties and the schema were left out (hypervisor-rules.md 1.3).
            HasMigratableProperty = properties?.Contains("migratable") ?? _arch.IsX86(),
            HasUnavailableFeatures = properties?.Contains("unavailable-features") ?? _arch.IsX86(),
            HasKvmNoAdjvtime = properties?.Contains("kvm-no-adjvtime") ?? QemuArchitectures.IsArm(_arch),
            HasDeprecatedProperties = schema?.ReplyHas(QemuReplyInterpreter.ExpansionCommand, "deprecated-props") ?? HasFullExpansion(),
        };
        return capabilities with
        {
            HasDies = schema?.ReplyHas(QemuCommands.HotpluggableCpus, "props", "die-id") ?? true,
            HasClusters = schema?.ReplyHas(QemuCommands.HotpluggableCpus, "props", "cluster-id")
                ?? capabilities.Version >= new Version(7, 1, 0),
        };
    }

    private Version ReadVersion(JsonElement reply)
    {
        JsonElement? qemu = JsonText.Member(reply, "qemu");
        int Number(string name) => JsonText.Member(qemu, name) is { ValueKind: JsonValueKind.Number } member
            && member.TryGetInt32(out int number) && number >= 0
            ? number
            : throw _source.Refuse(reply, Text.Of(Messages.Probe_NoVersion, QemuCommands.Version), MistakeKind.Contradiction);
        Version version = new(Number("major"), Number("minor"), Number("micro"));
        return version >= QemuCapabilities.OldestVersion
            ? version
            : throw _source.Refuse(reply, Text.Of(Messages.Probe_TooOld, version, QemuCapabilities.OldestVersion), MistakeKind.Unsupported);
    }

    private CpuArchitecture ReadArch()
    {
        JsonElement target = _first.Required(QemuCommands.Target);
        string? name = JsonText.StringOf(target, "arch");
        return QemuArchitectures.TryParseTarget(name, out CpuArchitecture arch)
            ? arch
            : throw _source.Refuse(
                target, Text.Of(Messages.Probe_UnknownArch, Text.OnOneLine(name ?? string.Empty, 64)), MistakeKind.Contradiction);
    }

    private HashSet<string>? ReadCpuProperties() =>
        _first.All(QemuCommands.Properties)
            .FirstOrDefault(e => JsonText.StringOf(e.Arguments, "typename") == QemuCommands.MaximumCpuType(_arch)) is { } exchange
            ? [.. JsonText.Items(exchange.Return).Select(p => JsonText.StringOf(p, "name")).OfType<string>()]
            : null;

    private bool HasFullExpansion() => _arch == CpuArchitecture.S390x && _sessions.Values
        .SelectMany(s => s.All(QemuReplyInterpreter.ExpansionCommand))
        .Any(e => QemuExpansion.IsPlain(e) && QemuExpansion.TypeOf(e) == QemuExpansion.Full);

    private QemuSlot ReadSlot(QemuAccelerator accelerator)
    {
        QemuReplyReading session = _sessions[accelerator.ToName()];
        QemuSlot slot = new(accelerator)
        {
            LaterModels = new(() => session.ReturnOf(QemuReplyInterpreter.DefinitionsCommand) is { } list ? ReadModels(list) : null),
            Machines = session.ReturnOf(QemuCommands.Machines) is { } machines ? ReadMachines(machines) : [],
            LaterHostCpu = new(() => HostCpuInterpreter.Read(session, _arch)),
        };
        return _isLater ? slot : slot with { Models = slot.Models, HostCpu = slot.HostCpu };
    }

    private ImmutableArray<QemuCpuModel> ReadModels(JsonElement list)
    {
        ImmutableArray<QemuCpuModel> models = QemuReplyInterpreter.Models(_source, list, _arch.IsX86());
        return _arch == CpuArchitecture.Ppc64 ? [.. models.Select(WithNameOfMap)] : models;
    }

    // QEMU writes POWER models in lower case.
    private QemuCpuModel WithNameOfMap(QemuCpuModel model) =>
        _map.Models(_arch).FirstOrDefault(m => string.Equals(m.Name, model.Name, StringComparison.OrdinalIgnoreCase)) is { } known
            ? model with { Name = known.Name }
            : model;

    private ImmutableArray<QemuMachine> ReadMachines(JsonElement list) =>
        [.. JsonText.Items(list).Select(ReadMachine).Where(m => m.Name != "none")];

    private QemuMachine ReadMachine(JsonElement machine) => new(
        JsonText.StringOf(machine, "name")
            ?? throw _source.Refuse(machine, Text.Of(Messages.Probe_NoMachineName, QemuCommands.Machines), MistakeKind.Contradiction))
    {
        Alias = JsonText.StringOf(machine, "alias"),
        MaxCpus = JsonText.Member(machine, "cpu-max") is { ValueKind: JsonValueKind.Number } member && member.TryGetInt32(out int cpus)
            ? Math.Max(cpus, 0) : 0,
        DefaultCpuType = JsonText.StringOf(machine, "default-cpu-type"),
        DefaultRamId = JsonText.StringOf(machine, "default-ram-id"),
        HasHotpluggableCpus = JsonText.IsTrue(machine, "hotpluggable-cpus"),
        IsDefault = JsonText.IsTrue(machine, "is-default"),
        IsDeprecated = JsonText.IsTrue(machine, "deprecated"),
    };
}
