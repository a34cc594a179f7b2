using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Driver;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Driver;

/// <summary>QEMU's own words.</summary>
public sealed partial class QemuDriver : IDomainMonitors
{
    private const int LargestPicture = 64 * 1024 * 1024;

    /// <inheritdoc/>
    public async Task<string> ExecuteAsync(DomainReference domain, string command, CancellationToken cancellation = default)
    {
        (string name, JsonObject? arguments) = ReadCommand(command);
        JsonObject answer = [];
        await UseAsync(domain, name, options: null, async (monitor, _, token) =>
        {
            try
            {
                JsonElement result = await monitor.ExecuteAsync(name, arguments, token);
                answer["return"] = JsonNode.Parse(result.GetRawText());
            }
            catch (QmpException e) when (e.Kind == QmpErrorKind.Refused)
            {
                answer["error"] = new JsonObject { ["class"] = e.ErrorClass, ["desc"] = e.Description };
            }
        }, cancellation);
        return answer.ToJsonString();
    }

    /// <inheritdoc/>
    public async Task<byte[]> TakePictureAsync(DomainReference domain, uint screen = 0, CancellationToken cancellation = default)
    {
        byte[] picture = [];
        await UseAsync(domain, "screendump", options: null, async (monitor, record, token) =>
        {
            // The guest's own folder is the one place that QEMU and we both may write to.
            GuestFolder files = _runs.FilesOf(record.Uuid);
            string path = files.Picture;
            try
            {
                JsonObject arguments = new() { ["filename"] = files.ForQemu(path), ["format"] = "png" };
                if (screen != 0)
                {
                    arguments["head"] = screen;
                }

                await monitor.ExecuteAsync("screendump", arguments, token);
                picture = ReadPicture(path);
            }
            finally
            {
                File.Delete(path);
            }
        }, cancellation);
        return picture;
    }

    private static byte[] ReadPicture(string path)
    {
        using SafeFileHandle handle = new(Kernel.Open(path, OpenFlags.Careful | OpenFlags.NoLink), ownsHandle: true);
        if (handle.IsInvalid || FileStatus.Of(handle) is not { IsFile: true, Links: 1 })
        {
            throw new DomainException(DomainErrorKind.Hypervisor, Text.Of(Messages.State_NotAFile, path));
        }

        using FileStream file = new(handle, FileAccess.Read);
        if (file.Length > LargestPicture)
        {
            throw new DomainException(DomainErrorKind.Hypervisor, Text.Of(Messages.Monitor_PictureTooLarge, file.Length, LargestPicture));
        }

        byte[] picture = new byte[file.Length];
        file.ReadExactly(picture);
        return picture;
    }

    private static (string Name, JsonObject? Arguments) ReadCommand(string command)
    {
        ArgumentNullException.ThrowIfNull(command);
        try
        {
            JsonObject? read = JsonNode.Parse(command) as JsonObject;
            if (read?["execute"] is JsonValue word && word.TryGetValue(out string? name) && name.Length > 0)
            {
                return (name, read["arguments"]?.DeepClone() as JsonObject);
            }
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new DomainException(DomainErrorKind.InvalidArgument, Text.Of(Messages.Monitor_NoCommand, e.Message), e);
        }

        throw new DomainException(DomainErrorKind.InvalidArgument, Text.Of(Messages.Monitor_NoCommand, Messages.Monitor_NoExecute));
    }
}
