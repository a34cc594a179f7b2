namespace NVirt.Testing.Guests;

/// <summary>
/// A guest that is only a firmware of ours (firmware.s): it starts in a few milliseconds, reports what CPUID returns, and counts.
/// It is assembled once per run.
/// </summary>
internal static class FirmwareGuest
{
    private static readonly Lazy<string> Built = new(Build);

    /// <summary>The image: 64 KiB, for <c>-bios</c>.</summary>
    public static string Image => Built.Value;

    /// <summary>A domain with the firmware, ACPI for its power button, and no device but a serial port.</summary>
    /// <param name="serial">The serial port, for example <c>&lt;serial type='file'>...</c>.</param>
    /// <param name="cpu">The <c>cpu</c> element, and anything else to go next to it; may be empty.</param>
    /// <param name="machine"><c>pc</c> or <c>q35</c>.</param>
    /// <param name="name">The domain's name.</param>
    /// <param name="type"><c>qemu</c> or <c>kvm</c>.</param>
    public static string Domain(string serial, string cpu = "", string machine = "pc", string name = "firmware", string type = "qemu") =>
        $"""
        <domain type='{type}'>
          <name>{name}</name>
          <memory unit='MiB'>16</memory>
          <vcpu>1</vcpu>
          <os><type arch='x86_64' machine='{machine}'>hvm</type><loader type='rom'>{Image}</loader></os>
          <features><acpi/></features>
          {cpu}
          <devices>{serial}<memballoon model='none'/></devices>
        </domain>
        """;

    private static string Build()
    {
        string source = Path.Combine(Places.Root, "tests", "NVirt.Testing", "Guests", "firmware.s");
        TempFolder folder = new();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        string code = Path.Combine(folder.Root, "firmware.o");
        string linked = Path.Combine(folder.Root, "firmware.elf");
        string image = Path.Combine(folder.Root, "firmware.bin");
        Run("as", "--32", "-o", code, source);
        Run("ld", "-m", "elf_i386", "-e", "start", "-Ttext=0xffff0000", "-o", linked, code);
        Run("objcopy", "-O", "binary", "-j", ".text", linked, image);
        return image;
    }

    private static void Run(string program, params string[] arguments)
    {
        Needs.Program(program, "binutils");
        Peer.Output(program, arguments);
    }
}
