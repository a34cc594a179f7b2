using System.Text;
using NVirt.Qemu.Cache;
using NVirt.Qemu.Capabilities;

namespace NVirt.Qemu.Tests;

/// <summary>Small recordings, one step per line.</summary>
internal static class Recordings
{
    public const string Host = """{"type": "static", "model": {"name": "host"}}""";
    public const string WithoutMigration = """{"type": "static", "model": {"name": "host", "props": {"migratable": false}}}""";
    public const string FullHost = """{"type": "full", "model": {"name": "host"}}""";
    public const string HyperV = """{"type": "full", "model": {"name": "host", "props": {"migratable": false, "hv-passthrough": true}}}""";

    public static string Version(int major = 7, int minor = 2) => Returns(
        "query-version", $$"""{"qemu": {"micro": 0, "minor": {{minor}}, "major": {{major}}}, "package": "v{{major}}"}""");

    public static string Target(string arch = "x86_64") => Returns("query-target", $$"""{"arch": "{{arch}}"}""");

    public static string Returns(string command, string value, string? arguments = null) =>
        Step(command, $$$"""{"return": {{{value}}}}""", arguments);

    public static string Refuses(string command, string errorClass, string? arguments = null) =>
        Step(command, $$$"""{"error": {"class": "{{{errorClass}}}", "desc": "no"}}""", arguments);

    /// <summary>An expansion to a model <c>base</c> with these properties.</summary>
    public static string Expands(string arguments, string props) =>
        Returns("query-cpu-model-expansion", $$$"""{"model": {"name": "base", "props": {{{props}}}}}""", arguments);

    public static string Session(string accelerator, params string[] steps) => $"\"{accelerator}\": [\n{string.Join(",\n", steps)}\n]";

    /// <summary>A session that begins with version and target.</summary>
    public static string First(string accelerator, string arch, params string[] steps) =>
        Session(accelerator, [Version(), Target(arch), .. steps]);

    /// <summary>Reads sessions, and makes sure that what a cache keeps of them says the same.</summary>
    public static QemuCapabilities Read(params string[] sessions) => ReadWhole(Text(sessions), "r.json");

    /// <summary>The same for a whole recording.</summary>
    public static QemuCapabilities ReadWhole(string text, string file)
    {
        QemuCapabilities qemu = QemuCapabilities.Parse(text, file);
        foreach (bool isLater in new[] { false, true })
        {
            byte[] written = CachedRecordingWriter.Write(Encoding.UTF8.GetBytes(text), file);
            QemuCapabilities kept = QemuCapabilities.ParseBytes(written, file, map: null, isLater);
            Assert.Equal(CapabilitiesText.Of(qemu), CapabilitiesText.Of(kept));
        }

        return qemu;
    }

    public static string Text(params string[] sessions) => $"{{\n{string.Join(",\n", sessions)}\n}}";

    private static string Step(string command, string reply, string? arguments) => arguments is null
        ? $$"""{"command": {"execute": "{{command}}"}, "reply": {{reply}}}"""
        : $$"""{"command": {"execute": "{{command}}", "arguments": {{arguments}}}, "reply": {{reply}}}""";
}
