using System.CommandLine;
using NVirt.Fleet.Server.Hosting;

return await new ServerCommand().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null })
    .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
