using System.Text.Json;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Probing;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.Tests.Qmp;

namespace NVirt.Qemu.Tests.Probing;

/// <summary>The order of commands, with a simulated QEMU.</summary>
public sealed class ProbeSessionTests
{
    private const string Schema = """
        [{"name": "query-cpu-definitions", "meta-type": "command", "ret-type": "[1]"},
         {"name": "query-cpu-model-expansion", "meta-type": "command", "ret-type": "2"},
         {"name": "2", "meta-type": "object", "members": [{"name": "model", "type": "3"} DEPRECATED]}]
        """;

    private static readonly string[] Start = ["query-version", "query-target", "query-qmp-schema", "query-kvm", "qom-list-types"];

    [Fact]
    public async Task With_kvm_there_are_two_sessions()
    {
        Dictionary<string, string> answers = Answers("x86_64", hasKvm: true);
        (string recording, List<string[]> asked) = await RecordAsync(answers);
        Assert.Equal(
            [
                .. Start, "qom-list-properties max-x86_64-cpu", "query-machines", "query-cpu-definitions",
                "query-cpu-model-expansion static host",
                "query-cpu-model-expansion static host migratable=False",
                    "query-cpu-model-expansion full host migratable=False hv-passthrough=True",
            ],
            asked[0]);
        Assert.Equal(
            ["query-cpu-definitions", "query-cpu-model-expansion static max", "query-cpu-model-expansion static max migratable=False",
                "query-machines"],
            asked[1]);
        QemuCapabilities qemu = QemuCapabilities.Parse(recording);
        Assert.Equal([QemuAccelerator.Kvm, QemuAccelerator.Tcg], qemu.Slots.Select(s => s.Accelerator));
        Assert.All(qemu.Slots, s => Assert.True(s.HostCpu!.KnowsMigratability));
    }

    [Fact]
    public async Task Without_kvm_there_is_one_session_and_it_asks_for_the_host_all_the_same()
    {
        Dictionary<string, string> answers = Answers("x86_64", hasKvm: false);
        answers["query-cpu-model-expansion static host"] = "GenericError";
        (string recording, List<string[]> asked) = await RecordAsync(answers);
        Assert.Equal(
            [.. Start, "qom-list-properties max-x86_64-cpu", "query-machines", "query-cpu-definitions",
                "query-cpu-model-expansion static host"],
            Assert.Single(asked));
        QemuSlot slot = Assert.Single(QemuCapabilities.Parse(recording).Slots);
        Assert.Equal(QemuAccelerator.Tcg, slot.Accelerator);
        Assert.Null(slot.HostCpu);
        Assert.NotNull(slot.Models);
    }

    [Fact]
    public async Task Hvf_is_a_matter_of_the_operating_system()
    {
        (string recording, List<string[]> asked) = await RecordAsync(Answers("x86_64", hasKvm: false), hasHvf: true);
        Assert.Equal(2, asked.Count);
        Assert.Equal([QemuAccelerator.Hvf, QemuAccelerator.Tcg], QemuCapabilities.Parse(recording).Slots.Select(s => s.Accelerator));
    }

    [Fact]
    public async Task On_arm_the_expansion_is_full_and_migration_is_no_question()
    {
        (_, List<string[]> asked) = await RecordAsync(Answers("aarch64", hasKvm: true));
        Assert.Equal(
            [
                .. Start, "qom-list-properties max-arm-cpu", "query-machines", "query-cpu-definitions",
                "query-cpu-model-expansion full host",
                "query-cpu-model-expansion full host migratable=False hv-passthrough=True",
            ],
            asked[0]);
    }

    [Fact]
    public async Task Where_the_schema_has_deprecated_properties_a_full_expansion_follows()
    {
        Dictionary<string, string> answers = Answers("s390x", hasKvm: true);
        answers["query-qmp-schema"] =
            Schema.Replace("DEPRECATED", """, {"name": "deprecated-props", "type": "[str]"}""", StringComparison.Ordinal);
        (string recording, List<string[]> asked) = await RecordAsync(answers);
        Assert.Equal(
            [.. Start, "query-machines", "query-cpu-definitions", "query-cpu-model-expansion static host",
                "query-cpu-model-expansion full host"], asked[0]);
        Assert.True(QemuCapabilities.Parse(recording).HasDeprecatedProperties);
    }

    [Fact]
    public async Task Commands_that_the_schema_lacks_are_not_asked()
    {
        Dictionary<string, string> answers = Answers("sparc", hasKvm: false);
        answers["query-qmp-schema"] = "[]";
        (_, List<string[]> asked) = await RecordAsync(answers);
        Assert.Equal([.. Start, "query-machines"], Assert.Single(asked));
    }

    [Fact]
    public async Task A_connection_that_ends_is_an_error() =>
        await Assert.ThrowsAsync<QmpException>(() => RecordAsync(new Dictionary<string, string>(StringComparer.Ordinal)));

    private static Dictionary<string, string> Answers(string arch, bool hasKvm) => new(StringComparer.Ordinal)
    {
        ["query-version"] = """{"qemu": {"major": 9, "minor": 1, "micro": 0}, "package": ""}""",
        ["query-target"] = $$"""{"arch": "{{arch}}"}""",
        ["query-qmp-schema"] = Schema.Replace("DEPRECATED", string.Empty, StringComparison.Ordinal),
        ["query-kvm"] = hasKvm ? """{"enabled": true, "present": true}""" : """{"enabled": false, "present": true}""",
        ["qom-list-types"] = """[{"name": "tcg-accel"}]""",
        ["qom-list-properties"] = "[]",
        ["query-machines"] = "[]",
        ["query-cpu-definitions"] = """[{"name": "max"}]""",
        ["query-cpu-model-expansion"] = """{"model": {"name": "base", "props": {}}}""",
    };

    // The recording, and the commands of each session.
    private static async Task<(string Recording, List<string[]> Asked)> RecordAsync(Dictionary<string, string> answers, bool hasHvf = false)
    {
        List<List<string>> asked = [];
        string recording = await QemuRecorder.RecordAsync("/bin/qemu", StartAsync, _ => hasHvf, TestContext.Current.CancellationToken);
        return (recording, [.. asked.Select(a => a.ToArray())]);

        async Task<ProbedQemu> StartAsync(string[] accelerators, CancellationToken cancellation)
        {
            Assert.Equal(asked.Count == 0 ? HostHypervisor.AcceleratorsToTry : ["tcg"], accelerators);
            List<string> commands = [];
            asked.Add(commands);
            ScriptedPeer peer = ScriptedPeer.Greeted(p => PlayAsync(p, answers, commands));
            return new ProbedQemu(await peer.ConnectAsync(), peer);
        }
    }

    private static async Task PlayAsync(ScriptedPeer peer, Dictionary<string, string> answers, List<string> commands)
    {
        while (true)
        {
            JsonElement command = await peer.ReceiveAsync();
            string words = Words(command);
            if (!answers.TryGetValue(words, out string? answer) && !answers.TryGetValue(words.Split(' ')[0], out answer))
            {
                return;
            }

            commands.Add(words);
            await (answer.EndsWith("Error", StringComparison.Ordinal)
                ? peer.SendAsync($$"""{"error": {"class": "{{answer}}", "desc": "no"}, "id": {{command.GetProperty("id")}}}""" + "\r\n")
                : peer.AnswerAsync(command, answer.ReplaceLineEndings(" ")));
        }
    }

    // The command, with what distinguishes its forms.
    private static string Words(JsonElement command)
    {
        List<string> words = [command.GetProperty("execute").GetString()!];
        if (command.TryGetProperty("arguments", out JsonElement arguments))
        {
            words.AddRange(
                arguments.EnumerateObject().Where(a => a.Value.ValueKind == JsonValueKind.String).Select(a => a.Value.GetString()!));
            if (arguments.TryGetProperty("model", out JsonElement model))
            {
                words.Add(model.GetProperty("name").GetString()!);
                words.AddRange(
                    model.TryGetProperty("props", out JsonElement props) ? props.EnumerateObject().Select(p => $"{p.Name}={p.Value}") : []);
            }
        }

        return string.Join(' ', words);
    }
}
