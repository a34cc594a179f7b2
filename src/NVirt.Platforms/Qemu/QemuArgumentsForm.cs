using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Platforms.Qemu;

/// <summary>
/// A whole command line of QEMU: of a shell, of <c>ps</c>, or /proc/PID/cmdline with its zeros. It says what was asked for, even of a
/// guest that runs; only QMP tells what was built.
/// </summary>
internal static class QemuArgumentsForm
{
    public static PlatformForm Form { get; } = new("qemu-arguments", Recognises, Read);

    private static bool Recognises(PlatformText text) => !text.IsJson && !text.IsXml
        && text.All is var all && !all.StartsWith("-cpu ", StringComparison.Ordinal)
        && (all.Contains("qemu-system-", StringComparison.Ordinal) || all.Contains("qemu-kvm", StringComparison.Ordinal)
            || all.Contains("/kvm ", StringComparison.Ordinal))
        && (all.Contains("-cpu ", StringComparison.Ordinal) || all.Contains("-cpu\0", StringComparison.Ordinal));

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        List<(string Word, int Line, int Column)> words = ShellWords.Split(text);
        (string Word, int Line, int Column)? cpu = null;
        string? name = null;
        string? machine = null;
        bool? kvm = options.Kvm;
        for (int i = 0; i < words.Count; i++)
        {
            string option = words[i].Word.StartsWith("--", StringComparison.Ordinal) ? words[i].Word[1..] : words[i].Word;
            (string Word, int Line, int Column)? value = i + 1 < words.Count ? words[i + 1] : null;
            switch (option)
            {
                case "-cpu":
                    cpu = value ?? throw text.Refuse(words[i].Line, words[i].Column, Text.Of(Messages.Read_Missing, "-cpu MODEL"));
                    break;
                case "-enable-kvm":
                    kvm ??= true;
                    break;
                case "-accel":
                    kvm ??= Accelerator(value?.Word ?? string.Empty);
                    break;
                case "-machine" or "-M":
                    (machine, bool? other) = Machine(value?.Word ?? string.Empty);
                    kvm ??= other;
                    break;
                case "-name":
                    name = Part(value?.Word ?? string.Empty, "guest");
                    break;
            }
        }

        if (cpu is not { } given)
        {
            throw text.Refuse(1, 1, Text.Of(Messages.Read_Missing, "-cpu"));
        }

        StatementBuilder statement = new QemuCpuText(text, options with { Kvm = kvm }, given.Line, given.Column).Read(given.Word);
        statement.Name = name;
        if (machine is not null)
        {
            statement.Axes = statement.Axes with { Machine = machine };
            statement.Remark(StatementRemarkKind.MachineMayChange, machine);
        }

        return [statement.Build(Form.Id)];
    }

    private static bool? Accelerator(string value) => Part(value, "accel") switch
    {
        "kvm" => true,
        "tcg" => false,
        _ => null,
    };

    private static (string? Type, bool? Kvm) Machine(string value)
    {
        string? type = Part(value, "type");
        string? accel = value.Split(',').LastOrDefault(p => p.StartsWith("accel=", StringComparison.Ordinal));
        return (type, accel is null ? null : Accelerator(accel.Split(':')[0]));
    }

    // The first part may stand there without its name.
    private static string? Part(string value, string name)
    {
        string[] parts = value.Split(',');
        return parts.LastOrDefault(p => p.StartsWith(name + "=", StringComparison.Ordinal)) is { } part ? part[(name.Length + 1)..]
            : parts[0].Contains('=', StringComparison.Ordinal) || parts[0].Length == 0 ? null : parts[0];
    }
}
