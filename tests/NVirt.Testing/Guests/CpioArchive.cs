using System.Globalization;
using System.Text;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Testing.Guests;

/// <summary>
/// Writes an archive in the format that Linux unpacks when it starts ("newc", Linux
/// Documentation/driver-api/early-userspace/buffer-format.rst).
/// </summary>
internal sealed class CpioArchive
{
    private const int Folder = 0x41ed; // drwxr-xr-x
    private const int Program = 0x81ed; // -rwxr-xr-x
    private const int CharacterDevice = 0x2180; // crw-------

    private readonly List<byte> _bytes = [];
    private int _files;

    public void AddFolder(string name) => Add(name, Folder, []);

    public void AddProgram(string name, byte[] content) => Add(name, Program, content);

    public void AddDevice(string name, int major, int minor) => Add(name, CharacterDevice, [], major, minor);

    /// <summary>The archive; nothing more can be added.</summary>
    public byte[] Finish()
    {
        Add("TRAILER!!!", 0, []);
        return [.. _bytes];
    }

    // Name and content are aligned to multiples of 4.
    private void Add(string name, int mode, byte[] content, int major = 0, int minor = 0)
    {
        const int Owner = 0;
        const int Links = 1;
        const int Time = 0;
        const int Checksum = 0;
        int[] numbers = [++_files, mode, Owner, Owner, Links, Time, content.Length, 0, 0, major, minor, name.Length + 1, Checksum];
        _bytes.AddRange(
            Encoding.ASCII.GetBytes(
                "070701" + string.Concat(numbers.Select(n => n.ToString("x8", CultureInfo.InvariantCulture))) + name + "\0"));
        Align();
        _bytes.AddRange(content);
        Align();
    }

    private void Align() => _bytes.AddRange(new byte[-_bytes.Count & 3]);
}
