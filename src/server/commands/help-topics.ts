/** Pages of HELP that belong to no command, or that say more of one. Lines are at most 400 bytes. */
export const helpTopics: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'EXTBANS',
    [
      'Extended masks stand where a mask can stand: in bans (+b), exceptions (+e) and invitations (+I).',
      '$a:account  whoever is logged in to an account; it may hold * and ?',
      '$a  whoever is logged in at all',
      '$m:mask  may come in but not speak; in +e: may speak although muted',
      '$m:$a:account  both together: this account is muted',
    ],
  ],
  [
    'LIST',
    [
      'Conditions, any number of them with commas between: LIST >10,*chess*,T<60',
      '>n or <n  rooms with more or with fewer people than n',
      'C>n or C<n  rooms that were made more or less than n minutes ago',
      'T>n or T<n  rooms whose topic was set more or less than n minutes ago',
      '*mask* or !*mask*  rooms whose name fits a mask, or does not',
    ],
  ],
  [
    'MODES',
    [
      'Modes of a room: MODE <room> +i switches one on, -i off; members with the rank of an operator may.',
      'b e I <mask>  bans, exceptions from them, standing invitations; without a mask the list is shown (HELP EXTBANS)',
      'k <key>  nobody comes in without the key; l <n>  no more than n people; f <room>  who cannot come in is sent on to that room',
      'i  invited people only; R  people who are logged in only; s  secret: to others it is not there',
      'm  only those with a rank speak; M  only those who are logged in speak; n  nobody speaks from outside; C  no CTCP but /me',
      't  only operators set the topic; Q  nobody is sent on to this room',
      'q a o h v <nick>  ranks (HELP RANKS)',
    ],
  ],
  [
    'RANKS',
    [
      'Ranks of the members of a room, the highest first, with the letter of MODE and the sign before the name:',
      'q ~ founder: makes admins and founders. a & admin: as an operator, and no operator puts them out.',
      'o @ operator: changes modes, makes operators and half-operators. h % half-operator: kicks, bans, invites, gives voice, sets the topic.',
      'v + voice: speaks in a moderated room and through bans.',
      'Nobody kicks or lowers somebody of a higher rank; anybody may lay down their own.',
      'A room that is registered (/msg ChanServ HELP) remembers its founder and the accounts that have a rank.',
    ],
  ],
  [
    'STATS',
    [
      'm  how often each command was used',
      'o  the operators of the server',
      'u  for how long the server has been running',
      'd k  for operators of the server: its bans by address, and by nick!user@host',
    ],
  ],
  [
    'UMODES',
    [
      'Your own modes: MODE <nick> +i switches one on, -i off.',
      'B  you are a bot; R  only people who are logged in may write to you; i  you are seen only by those in the same room',
      's  notices of the server; w  what operators say to everybody (WALLOPS); o  operator of the server, by OPER; -o lays it down',
    ],
  ],
]);
